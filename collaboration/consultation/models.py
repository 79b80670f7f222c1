"""Texts on which the public is asked, what people sent in, and what became of it."""

from datetime import date
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Tenant, Unit


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those that the acting unit holds: what came in is for it alone."""
        return self.filter(unit=actor.unit) if actor.handles_content else self.none()

    def on_site(self, tenant: Tenant) -> Self:
        """What stands on this tenant's public site; nothing of it where it was purged."""
        return self.filter(tenants__contains=[tenant.pk]).exclude(title="")

    def unreported(self) -> Self:
        """Those whose outcome has not been published."""
        return self.filter(reported_at=None).exclude(title="")


class Consultation(models.Model):
    """The public is asked about a frozen copy of a text until a day; the outcome is told on the same page."""

    public_id = models.UUIDField(primary_key=True, db_default=models.Func(function="gen_random_uuid"))
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="consultations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    tenants = ArrayField(models.BigIntegerField())  # the sites on which it stands
    title = models.CharField(max_length=300)
    blocks = models.JSONField()
    explanation = models.TextField(_("Explanation"))
    opens_on = models.DateField()
    closes_on = models.DateField(_("Open until"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(_("Summary"), blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)  # how many were received, adopted …, as published

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_on", "-public_id"]
        constraints = [models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="consultation_lasts")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page on the desk."""
        return reverse("consultation:detail", args=[self.public_id])

    def is_open(self, on: date | None = None) -> bool:
        """Whether people may still send something in."""
        return self.closed_at is None and self.opens_on <= (on or timezone.localdate()) <= self.closes_on


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, actor: Actor) -> Self:
        """What came in to the acting unit."""
        return self.filter(consultation__in=Consultation.objects.visible_to(actor))


class Comment(models.Model):
    """What one person sent in. Words and contact are encrypted; the contact is erased half a year after the close."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Partly adopted")
        DECLINED = "declined", _("Not adopted")
        NOTED = "noted", _("Noted; not about the text")

    public_id = models.UUIDField(primary_key=True, db_default=models.Func(function="gen_random_uuid"))
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="comments")
    block_id = models.CharField(max_length=8, blank=True)
    words = models.BinaryField()
    contact = models.BinaryField()  # empty: none was given, or it was erased
    received_at = models.DateTimeField(db_default=models.functions.Now())
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome.choices, blank=True)
    reason = models.TextField(_("Reason"), blank=True)
    handled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    handled_at = models.DateTimeField(null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "public_id"]
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="declined") | ~Q(reason=""), name="public_opinion_has_a_reason")
        ]
