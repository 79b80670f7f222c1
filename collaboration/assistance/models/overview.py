"""What is kept beside requests: the lines of each unit's ledger, views of it that a person keeps, and ratings."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.assistance.models.catalogue import RequestKind
from collaboration.assistance.models.request import AssistanceRequest, Status
from collaboration.matters.models import Classification
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit


class LedgerLineQuerySet(models.QuerySet["LedgerLine"]):
    def visible_to(self, actor: Actor) -> Self:
        """The ledger of the acting unit, as far as the person's clearance reaches."""
        if not actor.handles_content:
            return self.none()
        mine_or_sent = Q(asking=actor.unit) | ~Q(state=Status.DRAFT)
        return self.filter(mine_or_sent, unit=actor.unit, classification__lte=actor.clearance)


class LedgerLine(models.Model):
    """A request in the ledger of one unit that reads it: what ledgers are sorted and filtered by, so that the database
    finds one page among very many without a look at each request. Triggers alone write it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    request = models.ForeignKey(AssistanceRequest, models.CASCADE, related_name="lines", db_index=False)
    asking = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    addressee = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    kind = models.ForeignKey(RequestKind, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=30)
    classification = models.SmallIntegerField(choices=Classification.choices)
    title = models.CharField(max_length=200)
    case_number = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    due_on = models.DateField(null=True)  # of its open steps the nearest

    objects = LedgerLineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "unit"], name="ledger_line_is_once")]
        indexes = [
            models.Index(fields=["unit", "-changed_at", "-request"], name="ledger_newest"),
            models.Index(fields=["unit", "due_on", "-request"], name="ledger_by_deadline"),
        ]


class Rating(models.Model):
    """How the unit that asked found the help it got. Given once, answered once."""

    class Mark(models.TextChoices):
        GOOD = "good", pgettext_lazy("rating", "Good")
        FAIR = "fair", pgettext_lazy("rating", "Fair")
        POOR = "poor", pgettext_lazy("rating", "Poor")

    request = models.OneToOneField(AssistanceRequest, models.CASCADE, primary_key=True, related_name="rating")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # whose help is rated
    timeliness = models.CharField(_("Timeliness"), max_length=4, choices=Mark.choices)
    effort = models.CharField(_("Effort"), max_length=4, choices=Mark.choices)
    comment = models.CharField(_("Comment"), max_length=500, blank=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    user_name = models.CharField(max_length=140)
    at = models.DateTimeField(db_default=Now())
    answer = models.CharField(_("Answer"), max_length=500, blank=True)
    answered_by = models.CharField(max_length=140, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)


class SavedView(models.Model):
    """The ledger, or the register of filed cases, with its filters that a person keeps under a name; the filters are
    those of its address."""

    class Page(models.TextChoices):
        LEDGER = "assistance:list"
        FILED = "transfers:register"

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    page = models.CharField(max_length=20, choices=Page.choices)
    name = models.CharField(_("Name"), max_length=40)
    query = models.CharField(max_length=700)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="saved_view_name_is_unique")]
