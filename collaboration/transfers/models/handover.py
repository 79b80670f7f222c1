"""The hand-over list of a transferred case, signed by both sides, and what is reported back of the case."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.assistance.models import AssistanceRequest
from tenants.identity.models import User
from tenants.units.models import Unit


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def standing(self) -> models.QuerySet["HandOver"]:
        """Those that were not sent back."""
        return self.filter(returned_at=None)


class HandOver(models.Model):
    """One list of what is handed over with a case. Fixed once the handing side signed; a list sent back stays.

    ``items`` are ``{"name", "quantity", "form"}``; forms are original, copy, electronic, thing.
    """

    class Form(models.TextChoices):
        ORIGINAL = "original", pgettext_lazy("hand-over", "Original")
        COPY = "copy", pgettext_lazy("hand-over", "Copy")
        ELECTRONIC = "electronic", pgettext_lazy("hand-over", "Electronic")
        THING = "thing", pgettext_lazy("hand-over", "Thing")

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    request = models.ForeignKey(AssistanceRequest, models.CASCADE, related_name="hand_overs")
    number = models.SmallIntegerField()
    items = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    handed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    handed_name = models.CharField(max_length=140, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    handed_method = models.CharField(max_length=20, blank=True)
    handed_proof = models.JSONField(default=dict)
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    taken_name = models.CharField(max_length=140, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_method = models.CharField(max_length=20, blank=True)
    taken_proof = models.JSONField(default=dict)
    remark = models.CharField(_("What is missing or differs"), max_length=1000, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="hand_over_number_is_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(taken_at=None, returned_at=None), name="one_open_hand_over"
            ),
        ]


class Stage(models.TextChoices):
    """What the unit that took the case reports back, in this order."""

    VERIFIED = "verified", _("Verified")
    DECIDED = "decided", _("Decided whether to open a case")
    HANDLED = "handled", _("Handled")
    CLOSED = "closed", pgettext_lazy("stage of a case", "Case closed")


class Outcome(models.TextChoices):
    """Whether the case was opened 立案."""

    FILED = "filed", _("Case opened")
    NOT_FILED = "not_filed", _("Case not opened")


class Report(models.Model):
    """One stage of the case, reported back to the unit that transferred it. Never changed."""

    request = models.ForeignKey(AssistanceRequest, models.CASCADE, related_name="reports")
    stage = models.CharField(max_length=10, choices=Stage.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    happened_on = models.DateField(_("Day"))
    case_number = models.CharField(_("Case or decision number"), max_length=60, blank=True)
    text = models.TextField(_("Result, and its reasons"), max_length=4000)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["request", "stage"], name="stage_is_reported_once")]

    @property
    def words(self) -> str:
        """The stage, with its outcome."""
        return self.get_outcome_display() if self.outcome else self.get_stage_display()
