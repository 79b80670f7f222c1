"""Countersigning: attempts to have one fixed text signed by all units, and the signatures given."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models.document import JointDocument, Version
from tenants.identity.models import User
from tenants.units.models import Unit


class Countersigning(models.Model):
    """One attempt to have a fixed text signed by all units; a return ends it and its signatures count no more."""

    class Outcome(models.TextChoices):
        COMPLETE = "complete", _("Complete")
        RETURNED = "returned", _("Returned")
        CANCELLED = "cancelled", _("Cancelled")

    document = models.ForeignKey(JointDocument, models.CASCADE, related_name="countersignings")
    version = models.ForeignKey(Version, models.PROTECT, related_name="countersignings")
    number = models.SmallIntegerField()
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    returned_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("Reason"), max_length=1000, blank=True)

    has_own_signature: bool  # of the acting unit, where ``open_attempt`` found this

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="countersigning_number_is_once"),
            models.UniqueConstraint(fields=["document"], condition=Q(closed_at=None), name="one_open_countersigning"),
        ]


class Countersignature(models.Model):
    """A signatory's yes to exactly this content hash, with the proof of re-authentication. Never changed."""

    countersigning = models.ForeignKey(Countersigning, models.CASCADE, related_name="signatures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=60)
    content_hash = models.CharField(max_length=64)
    method = models.CharField(max_length=30)
    proof = models.JSONField(default=dict)
    signed_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["signed_at"]
        constraints = [models.UniqueConstraint(fields=["countersigning", "unit"], name="unit_signs_once")]
