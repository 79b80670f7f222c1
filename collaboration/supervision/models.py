"""Urging, calls made, and supervision slips."""

from datetime import date
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class Urge(models.Model):
    """All units that had not answered were urged at once; ``slot`` is the working day it counts for, one per unit."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="urges")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    slot = models.DateField()
    at = models.DateTimeField(db_default=models.functions.Now())
    units = ArrayField(models.BigIntegerField())

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["matter", "unit", "slot"], name="urged_once_a_working_day")]


class Call(models.Model):
    """A telephone call made on a matter: who called whom, when, and what was said."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="calls")
    by_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    spoke_with = models.CharField(_("Who was called"), max_length=60)
    called_at = models.DateTimeField(_("When"))
    answer = models.CharField(_("What was answered"), max_length=500)
    noted_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["-called_at"]


class State(models.TextChoices):
    """How far a slip is; kept on its own matter."""

    DRAFT = "draft", pgettext_lazy("slip", "Proposed")
    ISSUED = "issued", pgettext_lazy("slip", "Waiting for feedback")
    ANSWERED = "answered", pgettext_lazy("slip", "Feedback given")
    LIFTED = "lifted", pgettext_lazy("slip", "Lifted")
    DROPPED = "dropped", pgettext_lazy("slip", "Not followed up")
    PURGED = "purged", _("Purged")


class SlipQuerySet(models.QuerySet["Slip"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit issued or considers, and what was issued to it."""
        return self.filter(matter__in=Matter.objects.visible_to(actor))

    def running(self) -> Self:
        """Issued and not lifted yet."""
        return self.filter(matter__state__in=[State.ISSUED, State.ANSWERED])

    def running_on(self, about: UUID, actor: Actor) -> Self:
        """The slips under which a matter stands, as its page shows them to both sides."""
        return self.visible_to(actor).running().filter(about=about).select_related("matter")


class Slip(models.Model):
    """A numbered supervision slip, a matter of its own between two units, about another matter."""

    class Kind(models.TextChoices):
        SLIP = "slip", _("Supervision slip")
        REQUEST = "request", _("Request to supervise")

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="slip")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    about = models.UUIDField(db_index=True)
    about_kind = models.CharField(max_length=30)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.SmallIntegerField(null=True, blank=True)
    number = models.IntegerField(null=True, blank=True)
    demand = models.TextField(_("What is demanded"), max_length=2000, blank=True)
    due_on = models.DateField(_("Feedback until"), null=True, blank=True)
    feedback = models.TextField(_("Feedback"), max_length=4000, blank=True)
    feedback_at = models.DateTimeField(null=True, blank=True)
    lifted_words = models.CharField(max_length=500, blank=True)

    objects = SlipQuerySet.as_manager()

    class Meta:
        ordering = ["-matter__opened_at"]

    def __str__(self) -> str:
        return f"督〔{self.year}〕{self.number}号" if self.number else str(_("Slip not numbered yet"))

    def get_absolute_url(self) -> str:
        return reverse("supervision:slip", args=[self.matter.public_id])

    @property
    def public_id(self) -> UUID:
        return self.matter.public_id

    @property
    def state(self) -> State:
        return State(self.matter.state)

    def is_late(self, today: date) -> bool:
        """Whether feedback is missing after its day."""
        return self.state == State.ISSUED and self.due_on is not None and self.due_on < today
