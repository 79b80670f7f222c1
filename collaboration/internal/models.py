"""The internal file of a matter: what stays in the house. In the tenant's schema, guarded by unit as well."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Note(models.Model):
    """An internal note on a matter; only people of the same unit see it."""

    unit_id = models.BigIntegerField()
    matter = models.UUIDField(db_index=True)
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=60)
    text = models.TextField()
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["at"]


class InternalRecord(models.Model):
    """The chain of a unit's internal acts on a matter, written by ``public.internal_record`` alone."""

    pk = models.CompositePrimaryKey("unit_id", "matter", "number")
    unit_id = models.BigIntegerField()
    matter = models.UUIDField()
    number = models.BigIntegerField()
    act = models.CharField(max_length=40)
    at = models.DateTimeField()
    user_id = models.BigIntegerField()
    detail = models.TextField()
    parties = ArrayField(models.BigIntegerField())
    digest_version = models.SmallIntegerField()
    previous = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        ordering = ["unit_id", "matter", "number"]
