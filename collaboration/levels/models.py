"""A superior's decision on what goes from one unit to another of a different level, a matter of its own."""

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.units.models import Unit


class State(models.TextChoices):
    """How far it is; kept on its own matter."""

    DRAFT = "draft", pgettext_lazy("level decision", "Being asked")
    WAITING = "waiting", pgettext_lazy("level decision", "Waiting for the decision")
    APPROVED = "approved", pgettext_lazy("level decision", "Approved")
    REDIRECTED = "redirected", pgettext_lazy("level decision", "Redirected")
    REFUSED = "refused", pgettext_lazy("level decision", "Refused")
    WITHDRAWN = "withdrawn", pgettext_lazy("level decision", "Withdrawn")
    PURGED = "purged", _("Purged")


class DecisionQuerySet(models.QuerySet["Decision"]):
    def visible_to(self, actor: Actor) -> Self:
        """What the acting unit asked for, and what it is asked to decide."""
        return self.filter(matter__in=Matter.objects.visible_to(actor)).select_related("matter__drafting_unit", "unit")

    def on(self, about: UUID) -> Self:
        """All decisions on one matter, the oldest first."""
        return self.filter(about=about).order_by("pk")

    def newest_on(self, about: UUID, units: Iterable[Unit]) -> dict[int, "Decision"]:
        """The last decision on the matter for each of these units, by the unit's id."""
        found = self.on(about).filter(unit__in=list(units)).select_related("matter", "redirected_to", "deciding_unit")
        return {one.unit_id: one for one in found}


class Decision(models.Model):
    """May this go to that unit? Asked by the matter's drafting unit, decided by the lower unit's superior."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="level_decision")
    about = models.UUIDField(db_index=True)  # the public id of what is to go there
    about_kind = models.CharField(max_length=30)
    subject = models.CharField(max_length=300, blank=True)
    purpose = models.TextField(_("Purpose"), max_length=1000, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    deciding_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.CharField(_("Reason"), max_length=1000, blank=True)
    redirected_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.CharField(max_length=140, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-matter__opened_at"]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("levels:decision", args=[self.matter.public_id])

    @property
    def public_id(self) -> UUID:
        return self.matter.public_id

    @property
    def state(self) -> State:
        return State(self.matter.state)
