"""The internal file of a matter: what stays in the house. In the tenant's schema, guarded by unit as well."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


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

    @property
    def is_purged(self) -> bool:
        """Whether its words were removed for good; a note is never written without any."""
        return not self.text


class Assignment(models.Model):
    """A waiting step of the unit that somebody in the house was given; at most one holds at a time."""

    class End(models.TextChoices):
        TAKEN_BACK = "taken_back", _("Taken back")
        PASSED_ON = "passed_on", _("Passed on")
        RETURNED = "returned", _("Returned")
        HANDED_OVER = "handed_over", _("Handed over")
        LEFT = "left", _("Left, or lost the role")

    unit_id = models.BigIntegerField()
    matter = models.UUIDField(db_index=True)
    waiting = models.BigIntegerField()  # the waiting row, in the shared schema
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=60)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=140)
    note = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_default=models.functions.Now())
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=20, choices=End.choices, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["at"]
        constraints = [
            models.UniqueConstraint(fields=["waiting"], condition=models.Q(ended_at=None), name="step_is_held_once")
        ]
        indexes = [
            models.Index(fields=["unit_id", "person_id"], condition=models.Q(ended_at=None), name="held_by_person")
        ]


class HandOver(models.Model):
    """A list by which somebody who moves or leaves handed what they held to a named successor."""

    public_id = models.UUIDField(unique=True, db_default=models.Func(function="gen_random_uuid"))
    unit_id = models.BigIntegerField()
    from_id = models.BigIntegerField()
    from_name = models.CharField(max_length=60)
    to_id = models.BigIntegerField()
    to_name = models.CharField(max_length=60)
    by_name = models.CharField(max_length=140)
    note = models.CharField(max_length=500, blank=True)
    steps = ArrayField(models.BigIntegerField(), default=list)  # waiting rows, in the shared schema
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["-at"]


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
    written_in = models.BigIntegerField()  # the transaction, for the notice that may follow in it

    class Meta:
        ordering = ["unit_id", "matter", "number"]
