"""What units say on a text, where it stands, and what becomes of it."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models.document import JointDocument, Version
from collaboration.documents.models.rounds import Answer, Round
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class OpinionQuerySet(models.QuerySet["Opinion"]):
    def handed_in(self) -> Self:
        """Opinions that their unit has answered with; notes that it never sent count for nothing.

        What a unit maintains counts also for those who may not know what it answered.
        """
        return self.filter(_is_handed_in() | _is_maintained())

    def visible_to(self, actor: Actor) -> Self:
        """A unit's own; and everybody's, as handed in, once the round is closed.

        Where the table stays with the drafting unit the others read only what a unit maintains.
        """
        if not actor.handles_content:
            return self.none()
        documents = JointDocument.objects.visible_to(actor)
        is_shared = Q(round__stays_with_drafter=False) | Q(round__document__matter__drafting_unit=actor.unit)
        table = Q(round__closed_at__isnull=False) & (_is_handed_in() & is_shared | _is_maintained())
        return self.filter(Q(unit=actor.unit) | table, round__document__in=documents)

    def undecided(self) -> Self:
        """Those on which the drafting unit has not decided."""
        return self.filter(disposition=None)

    def maintained(self) -> Self:
        """Those that were not adopted and that their unit maintains."""
        return self.filter(_is_maintained())


def _is_handed_in() -> Q:
    return Q(models.Exists(Answer.objects.filter(round=models.OuterRef("round"), unit=models.OuterRef("unit"))))


def _is_maintained() -> Q:
    return Q(models.Exists(Reply.objects.standing().filter(disposition__opinion=models.OuterRef("pk"))))


class Opinion(models.Model):
    """What a unit says on a range of words, a paragraph, or the whole (without a block).

    Its own alone until the round closes.
    """

    class Kind(models.TextChoices):
        MODIFY = "modify", _("Change the words")
        DELETE = "delete", _("Delete the words")
        ADD = "add", _("Add words")
        PRINCIPLE = "principle", _("Opinion on principle")

    round = models.ForeignKey(Round, models.CASCADE, related_name="opinions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(_("Kind of opinion"), max_length=10, choices=Kind.choices, default=Kind.MODIFY)
    block_id = models.CharField(max_length=8, blank=True)
    start = models.IntegerField(default=0)
    end = models.IntegerField(default=0)
    quote = models.TextField(blank=True)
    text = models.TextField(_("Opinion"))
    proposed_text = models.TextField(_("Proposed wording"), blank=True)
    given_at = models.DateTimeField(db_default=models.functions.Now())
    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))

    objects = OpinionQuerySet.as_manager()

    class Meta:
        ordering = ["given_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start=0, end=0) | Q(start__gte=0, end__gt=F("start")) & ~Q(block_id=""),
                name="range_lies_in_a_block",
            )
        ]

    @property
    def is_purged(self) -> bool:
        """Whether its words were removed for good; an opinion is never given without any."""
        return not (self.text or self.proposed_text or (self.kind == self.Kind.DELETE and self.quote))

    @property
    def is_proposal(self) -> bool:
        """Whether it says what exactly shall stand in the text."""
        return bool(self.block_id) and (bool(self.proposed_text) or self.kind == self.Kind.DELETE)


class Placement(models.Model):
    """Where the drafting unit put an opinion again after its words had left the text. The newest one counts."""

    opinion = models.ForeignKey(Opinion, models.CASCADE, related_name="placements")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    block_id = models.CharField(max_length=8)
    start = models.IntegerField(default=0)
    end = models.IntegerField(default=0)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["placed_at", "pk"]


class Disposition(models.Model):
    """What the drafting unit does with an opinion; declining needs a reason.

    What ``is_applied`` to the working text is resolved in the version that is cut from it next.
    """

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Partly adopted")
        DECLINED = "declined", _("Not adopted")

    opinion = models.OneToOneField(Opinion, models.CASCADE, related_name="disposition")
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("Reason"), blank=True)
    is_applied = models.BooleanField(default=False)
    resolved_in = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="declined") | ~Q(reason=""), name="declining_needs_a_reason")
        ]


class ReplyQuerySet(models.QuerySet["Reply"]):
    def current(self) -> Self:
        """Those to a decision that still stands as it was when the unit replied."""
        return self.filter(disposition__outcome="declined", replied_at__gte=F("disposition__decided_at"))

    def standing(self) -> Self:
        """Those with which a unit maintains its opinion today."""
        return self.current().filter(stance="maintained")


class Reply(models.Model):
    """The last word of a unit whose opinion was not adopted: it agrees, or it maintains its opinion."""

    class Stance(models.TextChoices):
        CONFIRMED = "confirmed", _("Agrees")
        MAINTAINED = "maintained", _("Maintains its opinion")

    disposition = models.ForeignKey(Disposition, models.CASCADE, related_name="replies")
    stance = models.CharField(max_length=10, choices=Stance.choices)
    reason = models.TextField(_("Reason"), blank=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    replied_at = models.DateTimeField(db_default=models.functions.Now())

    objects = ReplyQuerySet.as_manager()

    class Meta:
        ordering = ["replied_at", "pk"]
