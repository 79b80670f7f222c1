"""The record: one hash chain per object, written by definer functions alone, append-only by trigger."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models


class ActKind(models.Model):
    """An act that may be recorded of a kind of object, and the sealer's task it puts in the queue, if any."""

    kind = models.CharField(max_length=30)
    act = models.CharField(max_length=40)
    task = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "act"], name="act_is_defined_once")]


class Head(models.Model):
    """The last link of a chain; its row is the lock under which the chain grows."""

    chain = models.UUIDField(primary_key=True)
    number = models.BigIntegerField()
    digest = models.BinaryField()


class Record(models.Model):
    """One act: who, for which unit, when, on what. ``detail`` is the exact text that was hashed."""

    pk = models.CompositePrimaryKey("chain", "number")
    chain = models.UUIDField()
    number = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    act = models.CharField(max_length=40)
    at = models.DateTimeField()
    user_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    detail = models.TextField()
    parties = ArrayField(models.BigIntegerField())
    digest_version = models.SmallIntegerField()
    previous = models.BinaryField()
    digest = models.BinaryField()
    written_in = models.BigIntegerField()  # PostgreSQL's transaction number: what one step may speak of

    class Meta:
        ordering = ["chain", "number"]
        indexes = [
            GinIndex(fields=["parties"], name="record_parties"),
            models.Index(fields=["-at"], name="record_newest"),
        ]


class RecordText(models.Model):
    """Free text of an act, beside the chain: its salted digest is in the chain, so it can be erased and proven."""

    chain = models.UUIDField()
    number = models.BigIntegerField()
    name = models.CharField(max_length=30)
    salt = models.CharField(max_length=36)
    text = models.TextField(null=True)
    parties = ArrayField(models.BigIntegerField())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "number", "name"], name="record_text_is_once")]


class Anchor(models.Model):
    """The digest of all heads on one day with a time stamp over it, also kept in a file outside the database."""

    day = models.DateField(primary_key=True)
    chains = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    token = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)
