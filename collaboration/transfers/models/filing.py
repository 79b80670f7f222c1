"""Cases across units as they are filed with a province: a copy of what the register shows, acknowledged and queried."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.assistance.models import RequestKind
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.units.models import Unit


class FilingState(models.TextChoices):
    """How far a filing is; kept on its own matter."""

    DRAFT = "draft", pgettext_lazy("filing", "Being filed")
    OPEN = "open", pgettext_lazy("filing", "Not acknowledged yet")
    QUERIED = "queried", pgettext_lazy("filing", "Queried")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("filing", "Acknowledged")
    PURGED = "purged", _("Purged")


class Side(models.TextChoices):
    """What the unit whose province it is does in the case (framework agreement, part 2 (3))."""

    TRANSFERRED = "transferred", pgettext_lazy("side of a case", "Transferred")
    RECEIVED = "received", pgettext_lazy("side of a case", "Taken over")
    ENTRUSTED = "entrusted", pgettext_lazy("side of a case", "Assistance asked for")
    ASSISTED = "assisted", pgettext_lazy("side of a case", "Assistance given")


class FilingQuerySet(models.QuerySet["Filing"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit filed, what was filed for it, and what was filed with it."""
        return self.filter(matter__in=Matter.objects.visible_to(actor))

    def filed_with(self, actor: Actor) -> Self:
        """The register of the acting unit, the newest first."""
        return self.visible_to(actor).filter(province=actor.unit).with_units().order_by("-matter__opened_at", "-pk")

    def with_units(self) -> Self:
        """With what lists and pages show."""
        return self.select_related("matter__drafting_unit", "unit", "other", "province", "kind")


class Filing(models.Model):
    """One case of one side, filed with that side's province by its city-level member, once and by itself."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="case_filing")
    about = models.UUIDField(db_index=True)  # the public id of the request
    kind = models.ForeignKey(RequestKind, models.PROTECT, related_name="+")
    side = models.CharField(max_length=12, choices=Side.choices)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    other = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    province = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    title = models.CharField(max_length=200, blank=True)
    case_number = models.CharField(max_length=200, blank=True)
    accepted_on = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=140, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ["-matter__opened_at"]
        constraints = [models.UniqueConstraint(fields=["about", "side"], name="case_is_filed_once_a_side")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("transfers:filing", args=[self.matter.public_id])

    @property
    def public_id(self) -> UUID:
        return self.matter.public_id

    @property
    def state(self) -> FilingState:
        return FilingState(self.matter.state)


class FilingQuery(models.Model):
    """What the province asks about a filed case, and the answer of the unit whose case it is."""

    filing = models.ForeignKey(Filing, models.CASCADE, related_name="queries")
    text = models.TextField(_("Query"), max_length=2000)
    asked_by = models.CharField(max_length=140)
    asked_at = models.DateTimeField(db_default=Now())
    answer = models.TextField(_("Answer"), max_length=2000, blank=True)
    answered_by = models.CharField(max_length=140, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["filing"], condition=Q(answered_at=None), name="one_open_query_of_a_filing")
        ]
