"""Rounds of opinions on one frozen version: the answers of the units, and what becomes of each opinion."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models.document import JointDocument, Version
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class Round(models.Model):
    """One round of opinions on one frozen version, until a day or until everybody has answered."""

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="rounds")
    version = models.ForeignKey(Version, models.PROTECT, related_name="rounds")
    number = models.SmallIntegerField()
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    due_on = models.DateField(_("Due on"))
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="round_number_is_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(closed_at=None), name="one_open_round"),
        ]


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


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def handed_in(self) -> Self:
        """Opinions that their unit has answered with; notes that it never sent count for nothing."""
        answers = Answer.objects.filter(round=models.OuterRef("round"), unit=models.OuterRef("unit"))
        return self.filter(models.Exists(answers))

    def visible_to(self, actor: Actor) -> Self:
        """A unit's own; and everybody's, as handed in, once the round is closed."""
        if not actor.handles_content:
            return self.none()
        documents = JointDocument.objects.visible_to(actor)
        answers = Answer.objects.filter(round=models.OuterRef("round"), unit=models.OuterRef("unit"))
        table = Q(models.Exists(answers)) & Q(round__closed_at__isnull=False)
        return self.filter(Q(unit=actor.unit) | table, round__document__in=documents)


class Opinion(models.Model):
    """What a unit says on a paragraph (or on the whole, without a block). Its own alone until the round closes."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="opinions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    block_id = models.CharField(max_length=8, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField(_("Opinion"))
    proposed_text = models.TextField(_("Proposed wording"), blank=True)
    given_at = models.DateTimeField(db_default=models.functions.Now())
    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]

    @property
    def is_purged(self) -> bool:
        """Whether its words were removed for good; an opinion is never given without any."""
        return not self.text and not self.proposed_text


class Disposition(models.Model):
    """What the drafting unit does with an opinion; declining needs a reason."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Partly adopted")
        DECLINED = "declined", _("Not adopted")

    opinion = models.OneToOneField(Opinion, models.CASCADE, related_name="disposition")
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("Reason"), blank=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="declined") | ~Q(reason=""), name="declining_needs_a_reason")
        ]
