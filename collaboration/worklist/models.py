"""Waiting rows: for every step that somebody still has to take, who must take it and until when."""

from typing import Self

from django.db import models

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Unit


class WaitingQuerySet(models.QuerySet["Waiting"]):
    def open(self) -> Self:
        """Steps that nobody has taken yet."""
        return self.filter(done_at=None)

    def visible_to(self, actor: Actor) -> Self:
        """What waits for the acting unit, and what it waits for on its own matters."""
        return self.filter(matter__in=Matter.objects.visible_to(actor))

    def for_person(self, actor: Actor) -> Self:
        """Open steps of the acting unit that this person's roles may take."""
        mine = models.Q(person=None) | models.Q(person=actor.user)
        return self.visible_to(actor).open().filter(mine, unit=actor.unit, role__in=actor.membership.roles)


class Waiting(models.Model):
    """One step that waits: for a role in a unit, or for a named person there."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="waiting")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role.choices)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    step = models.CharField(max_length=40)
    due_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    done_at = models.DateTimeField(null=True, blank=True)

    objects = WaitingQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "unit", "role", "step"], condition=models.Q(done_at=None), name="step_waits_once"
            )
        ]
        indexes = [models.Index(fields=["unit", "due_on"], condition=models.Q(done_at=None), name="waiting_of_unit")]
