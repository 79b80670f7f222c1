"""How a matter ends: each side confirms its archive, a term runs, it is hidden, then erased; a hold stops the clock."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class RetentionRuleQuerySet(models.QuerySet["RetentionRule"]):
    def visible_to(self, actor: Actor) -> Self:
        """The schedule is no secret."""
        return self.all()

    def in_force(self, kind: str, day: date) -> "RetentionRule | None":
        """The rule for matters of this kind on this day."""
        return self.filter(kind=kind, valid_from__lte=day).order_by("-valid_from", "-pk").first()


class RetentionRule(models.Model):
    """How long the portal's copy of a matter lies open, then hidden; kept by the alliance office, only added to."""

    kind = models.CharField(max_length=30)
    hide_after = models.SmallIntegerField(_("Months until it is hidden"))
    erase_after = models.SmallIntegerField(_("Months until it is erased"))
    basis = models.CharField(_("Basis"), max_length=200, blank=True)
    valid_from = models.DateField(_("In force from"))
    set_by = models.CharField(max_length=140, blank=True)
    set_at = models.DateTimeField(db_default=Now())

    objects = RetentionRuleQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hide_after__gte=0) & Q(erase_after__gt=F("hide_after")), name="hidden_before_erased"
            )
        ]


class OfMatterQuerySet(models.QuerySet[models.Model]):
    def visible_to(self, actor: Actor) -> Self:
        """For the parties of the matter."""
        return self.filter(matter__in=Matter.objects.visible_to(actor))


class Confirmation(models.Model):
    """A side has archived the case in its own dossier 一案一卷; it needs the portal's copy no more."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="archive_confirmations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    dossier = models.CharField(_("Number of the dossier"), max_length=80)
    at = models.DateTimeField(db_default=Now())

    objects = OfMatterQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        constraints = [models.UniqueConstraint(fields=["matter", "unit"], name="archived_once_by_each")]


class Ending(models.Model):
    """When a matter is hidden and erased; a row only once every side has confirmed its archive.

    Neither happens before people were told of it in time.
    """

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="ending")
    rule = models.ForeignKey(RetentionRule, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()
    hide_on = models.DateField()
    erase_on = models.DateField()
    hide_told_on = models.DateField(null=True, blank=True)  # when everybody was told that it will be
    erase_told_on = models.DateField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    files_gone_at = models.DateTimeField(null=True, blank=True)
    certificate = models.JSONField(default=dict)  # digests and counts of what was erased, dates, basis; no words

    objects = OfMatterQuerySet.as_manager()


class Hold(models.Model):
    """Why a matter may not be erased for now: a review, a suit, an audit. Set and lifted with a reason, by name."""

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="holds")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    set_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    set_by_name = models.CharField(max_length=140)
    reason = models.CharField(_("Reason"), max_length=500)
    set_at = models.DateTimeField(db_default=Now())
    lifted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_by_name = models.CharField(max_length=140, blank=True)
    lift_reason = models.CharField(max_length=500, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = OfMatterQuerySet.as_manager()

    class Meta:
        ordering = ["set_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "unit"], condition=Q(lifted_at=None), name="one_hold_of_each_unit"
            )
        ]
