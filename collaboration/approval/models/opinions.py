"""What departments of the house think, gathered before the unit answers."""

from typing import Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.approval.models.runs import Run
from tenants.identity.actor import Actor


class HouseOpinionQuerySet(models.QuerySet["HouseOpinion"]):
    def visible_to(self, actor: Actor) -> Self:
        """The acting unit's own, for those who work on its matters."""
        return self.filter(unit_id=actor.unit.pk) if actor.handles_content else self.none()

    def to_take_over(self, matter: UUID) -> Self:
        """Given while the unit is still asked, and not taken over yet."""
        left = self.filter(matter=matter, taken_over_at=None, run__in=Run.objects.live())
        return left.exclude(text="", proposed_text="")


class HouseOpinion(models.Model):
    """One internal opinion, on a paragraph or on the whole; the unit's word only once it was taken over."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="opinions")
    unit_id = models.BigIntegerField()
    matter = models.UUIDField(db_index=True)
    author_id = models.BigIntegerField()
    author_name = models.CharField(max_length=140)
    department_name = models.CharField(max_length=60, blank=True)
    block_id = models.CharField(max_length=8, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField(_("Opinion"), blank=True)
    proposed_text = models.TextField(_("Proposed wording"), blank=True)
    at = models.DateTimeField(db_default=models.functions.Now())
    taken_over_at = models.DateTimeField(null=True, blank=True)
    taken_over_by = models.CharField(max_length=140, blank=True)

    objects = HouseOpinionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    @property
    def is_purged(self) -> bool:
        """Whether its words were removed for good."""
        return not self.text and not self.proposed_text
