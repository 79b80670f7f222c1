"""Departments outside the portal, and what happened with them: dated steps with their papers."""

from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.assistance.models import AssistanceRequest
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class DepartmentQuerySet(models.QuerySet["Department"]):
    def now(self) -> Self:
        """What holds today."""
        return self.exclude(valid_until__lt=timezone.localdate())

    def around(self, area: str) -> Self:
        """Those of this area and of the ones around it."""
        return self.now().filter(area__in={area[:2] + "0000", area[:4] + "00", area[:6]})


class Department(models.Model):
    """A department that does not take part in the portal; kept by the alliance office and the leads of its area."""

    area = models.CharField(_("Division code of the area"), max_length=12)
    name = models.CharField(_("Name"), max_length=100)
    contact = models.CharField(_("Contact"), max_length=60, blank=True)
    telephone = models.CharField(_("Telephone"), max_length=40, blank=True)
    valid_until = models.DateField(null=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["area", "name"]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="department_outside_is_once")]

    def __str__(self) -> str:
        return self.name


class OutsideStepQuerySet(models.QuerySet["OutsideStep"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of requests of which the acting unit is one of the two sides."""
        requests = AssistanceRequest.objects.visible_to(actor)
        sides = models.Q(request__addressee=actor.unit) | models.Q(request__matter__drafting_unit=actor.unit)
        return self.filter(sides, request__in=requests)


class OutsideStep(models.Model):
    """One thing that happened with a department outside, its day and its paper. Never changed."""

    class Sort(models.TextChoices):
        SENT = "sent", _("Letter sent to the department")
        ANSWERED = "answered", _("Reply of the department came on paper")
        DECIDED = "decided", _("Transfer decided")
        HANDED_OVER = "handed_over", _("Handed over with the list")
        COPIED = "copied", _("Copy sent to the procuratorate")
        RECEIPT = "receipt", _("Receipt signed by the police")
        FILED = "filed", _("Case opened by the police")
        NOT_FILED = "not_filed", _("No case opened by the police")

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    request = models.ForeignKey(AssistanceRequest, models.CASCADE, related_name="outside_steps")
    sort = models.CharField(max_length=12, choices=Sort.choices)
    happened_on = models.DateField(_("Day"))
    number = models.CharField(_("Number of the paper"), max_length=60, blank=True)
    words = models.TextField(_("How, to whom, why"), max_length=2000, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)  # of the file as it lies encrypted, with its name
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    at = models.DateTimeField(db_default=Now())

    objects = OutsideStepQuerySet.as_manager()

    class Meta:
        ordering = ["happened_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["request", "sort"], name="outside_step_is_once")]
