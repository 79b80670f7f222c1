"""Waiting rows: for every step that somebody still has to take, who must take it and until when; and saved lists."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.matters.models import Classification, Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Unit


class Urgency(models.IntegerChoices):
    """How pressing a step is; what is most urgent stands on top of every list."""

    ORDINARY = 0, _("Ordinary")
    URGENT = 1, _("Urgent")
    MOST_URGENT = 2, _("Most urgent")


class WaitingQuerySet(models.QuerySet["Waiting"]):
    def open(self) -> Self:
        """Steps that nobody has taken yet."""
        return self.filter(done_at=None)

    def taken(self) -> Self:
        """Steps that somebody took; not those that fell away because another step ended the matter's stage."""
        return self.exclude(done_by=None)

    def visible_to(self, actor: Actor) -> Self:
        """What waits for the acting unit, and what it waits for on its own matters."""
        if not actor.handles_content:
            return self.none()
        return self.filter(parties__contains=[actor.unit.pk], classification__lte=actor.clearance)

    def for_person(self, actor: Actor) -> Self:
        """Open steps of the acting unit that this person's roles may take."""
        mine = models.Q(person=None) | models.Q(person__in=actor.persons)
        return self.visible_to(actor).open().filter(mine, unit=actor.unit, role__in=actor.membership.roles)


class Waiting(models.Model):
    """One step that waits: for a role in a unit, or for a named person there. Triggers copy what guards the matter."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="waiting")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role.choices)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    step = models.CharField(max_length=40)
    due_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    urgency = models.SmallIntegerField(choices=Urgency.choices, default=Urgency.ORDINARY)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")  # None: it fell away
    parties = ArrayField(models.BigIntegerField(), default=list, editable=False)
    classification = models.SmallIntegerField(default=Classification.ORDINARY, editable=False)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "unit", "role", "step"], condition=models.Q(done_at=None), name="step_waits_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["unit", "-urgency", "due_on", "opened_at", "id"],
                condition=models.Q(done_at=None),
                name="waiting_of_unit",
            ),
            models.Index(fields=["unit", "-done_at"], condition=~models.Q(done_by=None), name="waiting_taken_by_unit"),
        ]


class SavedList(models.Model):
    """A worklist with its filters that a person keeps under a name; the filters are those of its address."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=40)
    query = models.CharField(max_length=400)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_list_name_is_unique")]

    def __str__(self) -> str:
        return self.name
