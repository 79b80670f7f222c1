"""Purges: who had what removed for good, when and from where. Of the thing itself only digests are left."""

from typing import Self

from django.db import models
from django.db.models import Q

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit


class PurgeQuerySet(models.QuerySet["Purge"]):
    def visible_to(self, actor: Actor) -> Self:
        """For administrators what their unit ordered or lost, at the alliance office all; for a party its matters'."""
        if actor.has(Role.UNIT_ADMINISTRATOR):
            if actor.unit.level == Level.OFFICE:
                return self.all()
            return self.filter(Q(unit=actor.unit) | Q(of_unit=actor.unit))
        return self.filter(object__in=Matter.objects.visible_to(actor).values("public_id"))


class Purge(models.Model):
    """One purge of a whole matter or upload, or of one text in a matter. Written by the definer functions alone."""

    object = models.UUIDField(db_index=True)  # the matter or upload
    kind = models.CharField(max_length=30)  # what it was: a kind of matter, or an upload
    part = models.CharField(max_length=60, blank=True)  # the one text; empty: everything
    of_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # whose it was
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # whose administrator ordered it
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=models.functions.Now())
    number = models.BigIntegerField()  # of the act in the record of the object; the reason stands there
    files = models.JSONField(default=list)  # SHA-256 of every stored file that goes with it
    method = models.CharField(max_length=30)
    proof = models.JSONField(default=dict)
    carried_out_at = models.DateTimeField(null=True, blank=True)  # when no file was left in storage

    objects = PurgeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
