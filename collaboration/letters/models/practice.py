"""How a unit goes about letters: by letter or by its handler alone, sealed or not."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from collaboration.assistance.models import RequestKind
from tenants.identity.actor import Actor
from tenants.units.models import Unit


class PracticeQuerySet(models.QuerySet["Practice"]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the unit the person works for or administers."""
        return self.filter(unit=actor.unit)


class Practice(models.Model):
    """What a unit set for one kind of request, or without a kind for all it has not set by themselves."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    kind = models.ForeignKey(RequestKind, models.CASCADE, null=True, blank=True, related_name="+")
    by_letter = models.BooleanField(_("Goes out and comes back as a signed letter"))
    is_sealed = models.BooleanField(_("Sealed"), default=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind"], name="practice_is_set_once", nulls_distinct=False)
        ]
