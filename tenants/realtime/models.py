"""What open pages should ask for again, and who has what open: short-lived rows, read by every web process."""

from datetime import timedelta
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class Wakeup(models.Model):
    """One committed change: the object, the units that may have it open, and the people who got a notice of it."""

    class Topic(models.TextChoices):
        MATTER = "matter"
        PRESENCE = "presence"

    chain = models.UUIDField()
    topic = models.CharField(max_length=10, choices=Topic.choices, default=Topic.MATTER, db_default=Topic.MATTER)
    users = ArrayField(models.BigIntegerField(), default=list)
    parties = ArrayField(models.BigIntegerField(), default=list)
    at = models.DateTimeField(db_default=models.functions.Now())


class PresenceQuerySet(models.QuerySet["Presence"]):
    def visible_to(self, actor: Actor) -> Self:
        """Colleagues of the acting unit: nobody sees what people of other units look at."""
        return self.filter(unit=actor.unit)

    def current(self, chain: UUID) -> Self:
        """Who has this object open now; a page whose process died is forgotten after a while."""
        return self.filter(chain=chain, seen_at__gt=timezone.now() - Presence.FORGOTTEN_AFTER)


class Presence(models.Model):
    """One open page of somebody who looks at an object for a unit."""

    FORGOTTEN_AFTER = timedelta(seconds=60)

    socket = models.UUIDField(primary_key=True)
    chain = models.UUIDField()
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(db_default=models.functions.Now())

    objects = PresenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["chain", "unit"], name="presence_chain")]
