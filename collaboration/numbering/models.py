"""Document numbers: gapless per unit, code word and year; only the drafting unit's."""

from django.db import models

from collaboration.matters.models import Matter
from tenants.units.models import Unit


class Counter(models.Model):
    """The last number that a unit gave under a code word in a year."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code_word = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    last = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "code_word", "year"], name="counter_is_once")]


class DocumentNumber(models.Model):
    """The number of one matter; written by the definer function ``issue_number`` alone."""

    matter = models.OneToOneField(Matter, models.PROTECT, related_name="document_number")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code_word = models.CharField(max_length=20)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    issued_at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "code_word", "year", "number"], name="number_is_given_once")
        ]

    def __str__(self) -> str:
        return f"{self.code_word}〔{self.year}〕{self.number}号"
