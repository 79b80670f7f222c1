"""Countersigning: attempts to have one fixed text signed by all units, whose turn it is, and the word of each unit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.deadlines.models import Begins, CountedIn
from collaboration.documents.models.document import JointDocument, Version
from tenants.identity.models import User
from tenants.units.models import Unit


class CountersigningPolicy(models.Model):
    """What the alliance agreed on for countersigning; one row, kept by the alliance office."""

    abstaining_allowed = models.BooleanField(default=False)
    changed_at = models.DateTimeField(db_default=models.functions.Now())


class Countersigning(models.Model):
    """One attempt to have a fixed text signed by all units; a return ends it and its signatures count no more."""

    class Outcome(models.TextChoices):
        COMPLETE = "complete", _("Complete")
        RETURNED = "returned", _("Returned")
        RECALLED = "recalled", _("Taken back by the drafting unit")
        CANCELLED = "cancelled", _("Cancelled")

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="countersignings")
    version = models.ForeignKey(Version, models.PROTECT, related_name="countersignings")
    number = models.SmallIntegerField()
    may_abstain = models.BooleanField(default=False)  # as the alliance had agreed when it began
    counted_in = models.CharField(max_length=15, choices=CountedIn.choices)  # the term every turn is given
    amount = models.SmallIntegerField(null=True)
    fixed_until = models.DateTimeField(null=True)
    begins = models.CharField(max_length=10, choices=Begins.choices)
    check_code = models.CharField(max_length=24, unique=True)  # on sheets signed on paper, then on the sealed file
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    returned_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("Reason"), max_length=1000, blank=True)

    has_own_word: bool  # of the acting unit, where ``open_attempt`` found this
    own_turn: int | None  # and its place in the order of signing

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="countersigning_number_is_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(closed_at=None), name="one_open_countersigning"),
        ]


class Turn(models.Model):
    """When a unit's turn comes: units of one position sign in any order, after all units of the position before."""

    countersigning = models.ForeignKey(Countersigning, models.CASCADE, related_name="turns")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    position = models.SmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["countersigning", "unit"], name="unit_has_one_turn"),
            models.CheckConstraint(condition=Q(position__gte=1), name="turns_count_from_one"),
        ]


class Signed(models.Model):
    """A signatory's yes to exactly this content hash, with the proof of re-authentication. Never changed."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=60)
    absent_name = models.CharField(max_length=60, blank=True)  # of the colleague for whom a delegate signs
    content_hash = models.CharField(max_length=64)
    scan_sha256 = models.CharField(max_length=64, blank=True)  # of the sheet, where the unit signed and sealed on paper
    method = models.CharField(max_length=30)
    proof = models.JSONField(default=dict)
    signed_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        abstract = True

    @property
    def is_on_paper(self) -> bool:
        """Whether hand and seal are on a sheet of paper, of which the portal keeps a scan."""
        return bool(self.scan_sha256)

    @property
    def signer(self) -> str:
        """The name as it stands on paper: a delegate signs 代 the absent colleague, in every language."""
        return f"{self.user_name} 代 {self.absent_name}" if self.absent_name else self.user_name


class Countersignature(Signed):
    """A signature that stands."""

    countersigning = models.ForeignKey(Countersigning, models.CASCADE, related_name="signatures")

    class Meta:
        ordering = ["signed_at"]
        constraints = [models.UniqueConstraint(fields=["countersigning", "unit"], name="unit_signs_once")]


class WithdrawnSignature(Signed):
    """A signature that its unit took back before the next step opened; moved here by ``withdraw_signature`` alone."""

    countersigning = models.ForeignKey(Countersigning, models.CASCADE, related_name="withdrawn")
    withdrawn_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["withdrawn_at"]


class Abstention(models.Model):
    """A unit neither signs nor stops the others: its line and seal are left out. The reason is in the record."""

    countersigning = models.ForeignKey(Countersigning, models.CASCADE, related_name="abstentions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=60)
    content_hash = models.CharField(max_length=64)
    method = models.CharField(max_length=30)
    proof = models.JSONField(default=dict)
    given_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["given_at"]
        constraints = [models.UniqueConstraint(fields=["countersigning", "unit"], name="unit_abstains_once")]
