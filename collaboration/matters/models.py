"""What people act on together: who drafts it, who its parties are, its state and dates. No text."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.identity.actor import Actor
from tenants.units.models import Unit

PURGED = "purged"  # the state, of whatever kind, in which nothing but the record is left


class Classification(models.IntegerChoices):
    """Who may see it within the parties: a member's clearance must reach it. State secrets never enter."""

    ORDINARY = 0, pgettext_lazy("classification", "Ordinary")
    INTERNAL = 1, _("Internal")
    CONFIDENTIAL = 2, _("Confidential work matter")


class MatterQuerySet(models.QuerySet["Matter"]):
    def visible_to(self, actor: Actor) -> Self:
        """The matters the acting unit is a party of, as far as the person's clearance reaches."""
        if not actor.handles_content:
            return self.none()
        return self.filter(parties__contains=[actor.unit.pk], classification__lte=actor.clearance)


class Matter(models.Model):
    """One thing that units act on together. ``parties`` follows the rows of ``Party`` by trigger."""

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    kind = models.CharField(max_length=30)
    drafting_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    parties = ArrayField(models.BigIntegerField(), default=list)
    classification = models.SmallIntegerField(choices=Classification.choices, default=Classification.ORDINARY)
    state = models.CharField(max_length=30)
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    changed_at = models.DateTimeField(db_default=models.functions.Now())
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at"]
        indexes = [
            GinIndex(fields=["parties"], name="matter_parties"),
            models.Index(fields=["-changed_at"], name="matter_newest"),
            models.Index(
                fields=["drafting_unit", "-changed_at", "-id"],
                condition=models.Q(closed_at=None),
                name="matter_drafted",
            ),
            models.Index(fields=["-closed_at", "-id"], condition=~models.Q(closed_at=None), name="matter_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_purged(self) -> bool:
        """Whether an administrator had its words and files removed for good."""
        return self.state == PURGED


class Party(models.Model):
    """Why a unit is a party of a matter. The only source of ``Matter.parties`` besides the drafting unit."""

    class Ground(models.TextChoices):
        INVITED = "invited", _("Invited")
        SIGNED = "signed", pgettext_lazy("ground", "Signed it")
        ISSUED = "issued", pgettext_lazy("ground", "Issued to it")
        FILED = "filed", _("Filed for the record")
        INFORMED = "informed", pgettext_lazy("ground", "For information")
        ASKED = "asked", _("Asked for help")
        DECIDES = "decides", _("Decides across levels")
        FORWARDED = "forwarded", _("Forwarded it")
        TAKES_PART = "takes_part", _("Takes part")

    ADDRESSED = (Ground.INVITED, Ground.ISSUED, Ground.ASKED)  # whoever has something to sign for

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="party_rows")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=Ground.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "unit", "ground"], name="party_is_once_per_ground")]


class MatterKey(models.Model):
    """The key, itself encrypted, of what is kept about persons on a matter. Without it that is gone."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="+")
    wrapped = models.BinaryField()
    made_at = models.DateTimeField(db_default=models.functions.Now())


class Step(models.Model):
    """A change of state that the database allows for a kind of matter, and whether only the drafting unit makes it."""

    kind = models.CharField(max_length=30)
    from_state = models.CharField(max_length=30)
    to_state = models.CharField(max_length=30)
    by_drafter = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "from_state", "to_state"], name="step_is_defined_once")]
