"""The unit's register of incoming matters and the slip of each. In the tenant's schema, guarded by unit as well."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.worklist.models import Urgency
from tenants.identity.actor import Actor


class State(models.TextChoices):
    """How far the house is with it."""

    RECEIVED = "received", pgettext_lazy("incoming", "Received")
    REGISTERED = "registered", pgettext_lazy("incoming", "Registered")
    PROPOSED = "proposed", pgettext_lazy("incoming", "Proposed")
    INSTRUCTED = "instructed", pgettext_lazy("incoming", "Instructed")
    ANSWERED = "answered", pgettext_lazy("incoming", "Answered")
    SENT_BACK = "sent_back", pgettext_lazy("incoming", "Sent back")


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit has received, for those who work on its matters."""
        return self.filter(unit_id=actor.unit.pk) if actor.handles_content else self.none()

    def handled_by(self, persons: Iterable[int]) -> Self:
        """In hand, and these people's to handle."""
        return self.in_hand().filter(handler_id__in=persons)

    def in_hand(self) -> Self:
        """Neither answered nor sent back."""
        return self.exclude(state__in=[State.ANSWERED, State.SENT_BACK])


class Entry(models.Model):
    """One matter that came in, from its receipt to its answer."""

    unit_id = models.BigIntegerField()
    matter = models.UUIDField()
    from_unit_id = models.BigIntegerField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.RECEIVED)
    received_at = models.DateTimeField(db_default=models.functions.Now())
    received_by = models.CharField(max_length=140)
    year = models.SmallIntegerField(null=True, blank=True)
    number = models.IntegerField(null=True, blank=True)
    registered_by = models.CharField(max_length=140, blank=True)
    urgency = models.SmallIntegerField(choices=Urgency.choices, default=Urgency.ORDINARY)
    due_on = models.DateField(null=True, blank=True)
    proposal = models.TextField(blank=True)
    proposed_by = models.CharField(max_length=140, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    handling = models.CharField(max_length=60, blank=True)
    assisting = models.CharField(max_length=300, blank=True)
    handler_id = models.BigIntegerField(null=True, blank=True)
    handler_name = models.CharField(max_length=60, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=140, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit_id", "matter"], name="matter_is_received_once"),
            models.UniqueConstraint(fields=["unit_id", "year", "number"], name="incoming_number_is_unique"),
        ]

    @property
    def full_number(self) -> str:
        """The incoming number as it stands in the register; empty until registered."""
        return f"收〔{self.year}〕{self.number}号" if self.number else ""


class Instruction(models.Model):
    """What a leader of the unit ordered; stands on top of everything."""

    unit_id = models.BigIntegerField()
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="instructions")
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=140)
    text = models.TextField(_("Instruction"))
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["-at"]


class Reading(models.Model):
    """Somebody to whom it was circulated, and when they confirmed that they read it."""

    unit_id = models.BigIntegerField()
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="readings")
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=60)
    asked_by = models.CharField(max_length=140)
    asked_at = models.DateTimeField(db_default=models.functions.Now())
    read_at = models.DateTimeField(null=True, blank=True)
    stood_in_by = models.CharField(max_length=140, blank=True)

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["entry", "person_id"], name="circulated_once_to_each")]
