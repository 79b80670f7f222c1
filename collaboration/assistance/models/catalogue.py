"""What was agreed beforehand: kinds of request, who may use them with whom, who is competent for what."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tenants.units.models import Level, Unit

NEVER_BY_ITSELF = frozenset(
    {"evidence", "service", "transfer", "judicial"}
)  # closed by people alone, never by the calendar


def in_language(words: str, words_en: str) -> str:
    """The words in the reader's language, where they were given in it."""
    return words_en if (get_language() or "").startswith("en") and words_en else words


class RequestKind(models.Model):
    """A kind of assistance. What it asks for stands in its versions."""

    code = models.SlugField(primary_key=True, max_length=30)
    name = models.CharField(_("Name"), max_length=40)
    name_en = models.CharField(_("English name"), max_length=80, blank=True)
    order = models.SmallIntegerField(default=0)
    is_offered = models.BooleanField(_("Offered for new requests"), default=True)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class KindVersion(models.Model):
    """One state of a kind: its questions, how it is answered and closed. Never changed; a request keeps its own."""

    kind = models.ForeignKey(RequestKind, models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    purpose = models.CharField(_("What it is for"), max_length=300)
    purpose_en = models.CharField(_("What it is for, in English"), max_length=400, blank=True)
    source = models.CharField(_("Legal source"), max_length=200, blank=True)
    questions = models.JSONField()  # collaboration.assistance.catalogue.questions
    proof = models.JSONField()  # the questions that the reply answers
    days = models.SmallIntegerField(_("Usual term in working days"), default=15)
    goes_by_letter = models.BooleanField(_("Goes out and comes back as a sealed letter"), default=True)
    closes_by_itself = models.BooleanField(_("Closed by the calendar when nobody asks further"), default=False)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.CharField(max_length=140, blank=True)

    class Meta:
        ordering = ["kind", "-number"]
        constraints = [models.UniqueConstraint(fields=["kind", "number"], name="kind_version_is_once")]

    def __str__(self) -> str:
        return f"{self.kind} ({self.number})"


class Understanding(models.Model):
    """A line of the agreed list 协作清单: whether one kind is used between two sides, as of a day.

    A side without a unit is everybody; a unit stands for itself and all below it. The most special line counts.
    """

    kind = models.ForeignKey(RequestKind, models.CASCADE, related_name="understandings")
    one = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    other = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    is_agreed = models.BooleanField(_("Agreed"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    valid_from = models.DateField(_("From"))
    valid_until = models.DateField(_("Until"), null=True, blank=True)

    class Meta:
        ordering = ["kind", "one", "other", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("valid_from")),
                name="understanding_ends_after_it_begins",
            )
        ]


class SubjectQuerySet(models.QuerySet["Subject"]):
    def offered(self) -> Self:
        """What new requests can be about."""
        return self.filter(is_offered=True)

    def meant_by(self, words: str) -> Self:
        """What is called so, or has it among its keywords."""
        named = Q(name__icontains=words) | Q(name_en__icontains=words) | Q(keywords__icontains=words)
        return self.offered().filter(named)


class Subject(models.Model):
    """What an act is about 事项, as the competence map divides the work.

    Where the map names nobody, the unit of ``held_at`` whose area it is holds the subject; of no level, nobody does.
    """

    code = models.SlugField(primary_key=True, max_length=30)
    name = models.CharField(_("Name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=100, blank=True)
    keywords = models.CharField(_("Keywords"), max_length=300, blank=True)
    is_strict = models.BooleanField(_("Refuse a wrong addressee"), default=False)
    held_at = models.SmallIntegerField(choices=[one for one in Level.choices if one[0]], null=True, blank=True)
    is_offered = models.BooleanField(_("Offered for new requests"), default=True)

    objects = SubjectQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(held_at__gt=0) | Q(held_at=None), name="subject_is_held_below")
        ]

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class CompetenceQuerySet(models.QuerySet["Competence"]):
    def now(self) -> Self:
        """What holds today, of units that still exist."""
        today = timezone.localdate()
        ended = Q(unit__closed_on__lte=today) | Q(valid_until__lt=today)
        return self.exclude(ended).filter(valid_from__lte=today).select_related("unit")


class Competence(models.Model):
    """A line of the competence map: who is competent for a subject in an area of division codes."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="competences")
    subject = models.ForeignKey(Subject, models.CASCADE, related_name="competences")
    area = models.CharField(_("Division code of the area"), max_length=12)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    valid_from = models.DateField(_("From"), default=timezone.localdate)
    valid_until = models.DateField(_("Until"), null=True, blank=True)

    objects = CompetenceQuerySet.as_manager()

    class Meta:
        ordering = ["subject", "area", "unit"]
        constraints = [models.UniqueConstraint(fields=["unit", "subject", "area"], name="competence_is_said_once")]
