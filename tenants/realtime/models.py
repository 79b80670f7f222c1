"""What open pages should ask for again: a short-lived row per wake-up, read by every web process."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Wakeup(models.Model):
    """One committed change: the object, the units that may have it open, and the people who got a notice of it."""

    chain = models.UUIDField()
    users = ArrayField(models.BigIntegerField(), default=list)
    parties = ArrayField(models.BigIntegerField(), default=list)
    at = models.DateTimeField(db_default=models.functions.Now())
