"""Rounds of opinions on one frozen version, and the answers of the units."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models.document import JointDocument, Version
from tenants.identity.models import User
from tenants.units.models import Unit


class Round(models.Model):
    """One round of opinions on one frozen version, until a day or until everybody has answered.

    ``audience`` names the invited units that are asked; empty, all of them are. Once it is closed all of them read the
    table of opinions, unless it ``stays_with_drafter``: then each unit reads its own alone.
    """

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="rounds")
    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    number = models.SmallIntegerField()
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    due_on = models.DateField(_("Due on"))
    audience = ArrayField(models.BigIntegerField(), default=list)
    stays_with_drafter = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="round_number_is_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(closed_at=None), name="one_open_round"),
        ]

    def asks(self, unit: Unit) -> bool:
        """Whether this unit was asked in the round."""
        return not self.audience or unit.pk in self.audience


class Answer(models.Model):
    """A unit's word in a round: that it has opinions, or none. No row means no answer, never consent."""

    class Outcome(models.TextChoices):
        OPINIONS = "opinions", _("Opinions given")
        NO_OPINION = "no_opinion", _("No opinion")

    round = models.ForeignKey(Round, models.CASCADE, related_name="answers")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="unit_answers_once_per_round")]
