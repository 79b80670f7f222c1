"""Notices: one row per person and unit, numbered without gaps per person, written in the step's transaction."""

from django.db import models

from tenants.identity.models import User
from tenants.units.models import Unit


class Counter(models.Model):
    """The last number given to a person; its row is the lock that keeps the numbers gapless."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="+")
    last = models.BigIntegerField(default=0)


class Notification(models.Model):
    """A person is told of an act, for one unit, with the reason why it is they who are told."""

    pk = models.CompositePrimaryKey("user_id", "number")
    user = models.ForeignKey(User, models.PROTECT, related_name="notifications")
    number = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    matter = models.UUIDField()
    kind = models.CharField(max_length=30)
    act = models.CharField(max_length=40)
    reason = models.CharField(max_length=30)
    at = models.DateTimeField(db_default=models.functions.Now())
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["user", "unit"], condition=models.Q(read_at=None), name="notice_unread")]
