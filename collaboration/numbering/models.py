"""Document numbers: gapless per unit, code word and year; only the drafting unit's."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class Counter(models.Model):
    """The last number that a unit gave under a code word in a year; every number up to it has its row."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code_word = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "code_word", "year"], name="counter_is_once")]


class NumberQuerySet(models.QuerySet["DocumentNumber"]):
    def visible_to(self, actor: Actor) -> Self:
        """The ledger of the acting unit."""
        return self.filter(unit=actor.unit) if actor.handles_content else self.none()


class DocumentNumber(models.Model):
    """One number of a unit's ledger; written by the definer functions of this app alone."""

    class State(models.TextChoices):
        GIVEN = "given", pgettext_lazy("state of a number", "Given")
        RESERVED = "reserved", pgettext_lazy("state of a number", "Reserved")
        FREE = "free", _("Released; given next")
        IMPORTED = "imported", _("From the former register")
        MISSING = "missing", _("Not in the former register")

    matter = models.OneToOneField(Matter, models.PROTECT, null=True, related_name="document_number")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code_word = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    title = models.CharField(max_length=300, blank=True)  # of a former document, or what a number is reserved for
    dated_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # why it was given by hand, or released
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(db_default=models.functions.Now())

    objects = NumberQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "code_word", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "code_word", "year", "number"], name="number_is_given_once"),
            models.CheckConstraint(
                condition=models.Q(state="given", matter__isnull=False)
                | models.Q(state="imported")  # with the matter once that document is registered
                | (~models.Q(state__in=["given", "imported"]) & models.Q(matter__isnull=True)),
                name="given_to_a_matter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code_word}〔{self.year}〕{self.number}号"
