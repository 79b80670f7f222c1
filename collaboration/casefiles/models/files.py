"""Files of a matter: what lies encrypted in the store, who may see it, and its previews.

Every file has its own key, made from the key of its matter; who erases that key has erased them all, their names too.
"""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.casefiles.models.ending import Ending
from collaboration.matters.models import PURGED, Matter, Party
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Unit

WORKING = (
    Party.Ground.ASKED,
    Party.Ground.INVITED,
    Party.Ground.SIGNED,
)  # who works with files, not only reads of them


class State(models.TextChoices):
    """How far a file has been looked at. Nobody opens it before it is clean, or let through unscanned."""

    WAITING = "waiting", _("Being checked")
    CLEAN = "clean", _("Scanned, nothing found")
    UNSCANNED = "unscanned", _("Not scanned")
    HELD = "held", _("Not scanned; the administrator decides")
    REFUSED = "refused", _("Refused")
    INFECTED = "infected", _("Harmful; refused")
    ERASED = "erased", pgettext_lazy("file", "Erased")


OPEN = (State.CLEAN, State.UNSCANNED)
UNFIT = (State.REFUSED, State.INFECTED)
PERSONAL = "personal"  # what a file is about that shows persons: only who handles the matter opens it
MAY_SEE_PERSONS = (Role.HANDLER, Role.SIGNATORY, Role.SEAL_KEEPER)


def in_groups(digest: str) -> str:
    """A SHA-256 in eight groups of eight."""
    return " ".join(digest[at : at + 8] for at in range(0, 64, 8))


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit put in; and what others shared, for units that work on the matter.

        Whoever only decided across levels, forwarded it, or reads of it, gets no file. Hidden ones are for signatories.
        """
        if not actor.handles_content:
            return self.none()
        grounds = Party.objects.filter(matter=OuterRef("matter"), unit=actor.unit)
        works = Q(matter__drafting_unit=actor.unit) | (
            Q(Exists(grounds.filter(ground__in=WORKING))) & ~Q(Exists(grounds.filter(ground=Party.Ground.FORWARDED)))
        )
        hidden = Ending.objects.filter(matter=OuterRef("matter")).exclude(hidden_at=None)
        found = self if actor.has(Role.SIGNATORY) else self.exclude(Exists(hidden))
        if not any(actor.has(role) for role in MAY_SEE_PERSONS):
            found = found.exclude(about=PERSONAL)
        return found.filter(
            Q(unit=actor.unit) | (Q(shared_at__isnull=False) & works),
            matter__parties__contains=[actor.unit.pk],
            matter__classification__lte=actor.clearance,
        ).exclude(matter__state=PURGED)

    def open(self) -> Self:
        """What was looked at and can be opened."""
        return self.filter(state__in=OPEN)


class CaseFile(models.Model):
    """One file of a matter, by its SHA-256; its bytes lie encrypted in the store under ``stored``."""

    public_id = models.UUIDField(unique=True)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="files")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    about = models.CharField(max_length=60, blank=True)  # what of the matter it belongs to, in the words of its space
    name = models.BinaryField()  # encrypted: names of files name persons
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    finding = models.CharField(max_length=30, blank=True)  # why it was refused, as a code
    facts = models.JSONField(default=dict)  # pages, width, height, time of capture
    kept_at = models.DateTimeField(db_default=Now())
    shared_at = models.DateTimeField(null=True, blank=True)

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        ordering = ["kept_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["matter", "sha256", "unit"], name="file_is_once_per_matter")]

    def get_absolute_url(self) -> str:
        return reverse("casefiles:file", args=[self.public_id])

    @property
    def is_open(self) -> bool:
        """Whether it can be opened."""
        return self.state in OPEN

    @property
    def digest_in_groups(self) -> str:
        """The SHA-256 as people compare it: eight groups of eight."""
        return in_groups(self.sha256)

    @property
    def is_handed_over(self) -> bool:
        """Whether other units that work on the matter see it."""
        return self.shared_at is not None and self.state not in UNFIT


class Preview(models.Model):
    """A picture of a page, made anew from what the file shows; encrypted like the file."""

    file = models.ForeignKey(CaseFile, models.CASCADE, related_name="previews")
    number = models.SmallIntegerField()
    stored = models.CharField(max_length=64)
    size = models.IntegerField()
    width = models.IntegerField()
    height = models.IntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="preview_is_once")]


class UnfinishedQuerySet(models.QuerySet["Unfinished"]):
    def visible_to(self, actor: Actor) -> Self:
        """Their own, for whoever is at it."""
        return self.filter(unit=actor.unit, user=actor.user) if actor.handles_content else self.none()


class Unfinished(models.Model):
    """An upload under way, part by part, for the person at it alone; parts lie encrypted from the first."""

    public_id = models.UUIDField(primary_key=True)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    about = models.CharField(max_length=60, blank=True)
    name = models.BinaryField()
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)  # as the sender counted it before the first part
    parts = models.IntegerField(default=0)
    begun_at = models.DateTimeField(db_default=Now())

    objects = UnfinishedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "user", "unit", "sha256"], name="upload_is_once")]
