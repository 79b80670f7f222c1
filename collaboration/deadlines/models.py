"""Days that differ from the computed calendar; the clock of a waiting step; who is on duty and who hears of delays."""

from datetime import time, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters.models import Matter
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class CalendarOverride(models.Model):
    """One day that is, or is not, a working day, against the computed calendar."""

    day = models.DateField(_("Day"), primary_key=True)
    is_working_day = models.BooleanField(_("Working day"))
    note = models.CharField(_("Note"), max_length=100, blank=True)

    class Meta:
        ordering = ["day"]


class CountedIn(models.TextChoices):
    """What a term is counted in; hours run around the clock, also on days off."""

    WORKING_DAYS = "working_days", pgettext_lazy("measure of a term", "Working days")
    CALENDAR_DAYS = "calendar_days", _("Calendar days")
    HOURS = "hours", _("Most urgent: hours, around the clock")
    FIXED = "fixed", _("A fixed day")


class Begins(models.TextChoices):
    """From when a term runs."""

    RECEIPT = "receipt", _("From receipt")
    ACCEPTANCE = "acceptance", _("From acceptance")


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, actor: Actor) -> Self:
        """Deadlines of the acting unit, and those it set others on its own matters."""
        mine = Q(waiting__unit=actor.unit) | Q(waiting__matter__drafting_unit=actor.unit)
        return self.filter(mine, waiting__matter__in=Matter.objects.visible_to(actor))

    def running(self) -> Self:
        """Deadlines of steps nobody has taken yet, whose clock goes."""
        return self.filter(waiting__done_at=None, standing_since=None).exclude(due_at=None)


class Deadline(models.Model):
    """The one clock of a waiting step. ``stage`` counts what was told of it: warned, overdue, then each escalation."""

    RUNNING, WARNED, OVERDUE = 0, 1, 2

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    waiting = models.OneToOneField(Waiting, models.CASCADE, related_name="deadline")
    counted_in = models.CharField(max_length=15, choices=CountedIn.choices)
    amount = models.SmallIntegerField(null=True, blank=True)
    fixed_until = models.DateTimeField(null=True, blank=True)
    begins = models.CharField(max_length=10, choices=Begins.choices, default=Begins.RECEIPT)
    begun_at = models.DateTimeField(null=True, blank=True)
    warn_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    standing_since = models.DateTimeField(null=True, blank=True)
    stage = models.SmallIntegerField(default=RUNNING)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(counted_in=CountedIn.FIXED, amount=None, fixed_until__isnull=False)
                | (~Q(counted_in=CountedIn.FIXED) & Q(amount__gt=0, fixed_until=None)),
                name="deadline_has_one_measure",
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="deadline_due")]

    @property
    def is_urgent(self) -> bool:
        """Whether it runs around the clock and reaches the duty officer outside working time."""
        return self.counted_in == CountedIn.HOURS


class Pause(models.Model):
    """A stretch in which the clock stood still because something had to be completed."""

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="pauses")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("What has to be completed"), max_length=500)

    class Meta:
        ordering = ["since"]
        constraints = [models.UniqueConstraint(fields=["deadline"], condition=Q(until=None), name="one_open_pause")]


class Proposal(models.Model):
    """Another end that one side proposes; the other accepts, declines, or proposes one of its own."""

    class Outcome(models.TextChoices):
        OPEN = "open", pgettext_lazy("proposal", "Waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("proposal", "Agreed")
        DECLINED = "declined", pgettext_lazy("proposal", "Declined")
        COUNTERED = "countered", pgettext_lazy("proposal", "Answered with another day")

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="proposals")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(_("Reason"), max_length=500)
    made_at = models.DateTimeField(db_default=models.functions.Now())
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(fields=["deadline"], condition=Q(outcome="open"), name="one_open_proposal")
        ]

    @property
    def shown(self) -> str:
        """The proposed end as people read it: the last day, or the moment where it lies within a day."""
        local = timezone.localtime(self.until)
        if local.time() == time():
            return date_format(local.date() - timedelta(days=1), "DATE_FORMAT")
        return date_format(local, "DATETIME_FORMAT")


class EscalationStep(models.Model):
    """Who in its own line a unit wants to hear of its delays, and after how many working days (hours where urgent)."""

    class To(models.TextChoices):
        SIGNATORY = "signatory", _("Signatories of the unit")
        APPROVER = "approver", _("Approvers of the unit")
        SUPERIOR = "superior", _("The superior unit")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    after = models.SmallIntegerField(_("After"))
    to = models.CharField(_("Who is told"), max_length=10, choices=To.choices)

    class Meta:
        ordering = ["after", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "to"], name="escalation_reaches_each_once"),
            models.CheckConstraint(condition=Q(after__gte=0, after__lte=60), name="escalation_comes_in_time"),
        ]


class DutyShift(models.Model):
    """Who answers for a unit outside working time, from when to when, and under which telephone."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    person = models.ForeignKey(User, models.PROTECT, related_name="+")
    telephone = models.CharField(_("Telephone"), max_length=40)
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(_("Until"))

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_has_a_length")]
        indexes = [models.Index(fields=["unit", "ends_at"], name="shift_of_unit")]


class FeedAddress(models.Model):
    """A person's private address of their calendar feed; only the digest of its token is kept."""

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_default=models.functions.Now())
