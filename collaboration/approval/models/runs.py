"""A chain at work on one matter: its steps, who took them, and every act, with dates and names."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from collaboration.approval.models.chains import Chain, StepKind
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor

GATHERING = "gathering"  # the word of a run that asks departments for their internal opinions


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, actor: Actor) -> Self:
        """The acting unit's own, for those who work on its matters."""
        return self.filter(unit_id=actor.unit.pk) if actor.handles_content else self.none()

    def live(self) -> Self:
        """Neither taken back nor outlived: what the unit was asked for still waits."""
        asked = Waiting.objects.filter(pk=OuterRef("waiting"), done_at=None)
        return self.filter(Q(waiting=None) | Exists(asked), state__in=[Run.State.RUNNING, Run.State.APPROVED])


class Run(models.Model):
    """One chain at work: for one word of the unit on one matter, begun by somebody who answers for the draft."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("approval", "Under way")
        APPROVED = "approved", pgettext_lazy("approval", "Complete")
        WITHDRAWN = "withdrawn", pgettext_lazy("approval", "Withdrawn")

    unit_id = models.BigIntegerField()
    matter = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=30)
    word = models.CharField(max_length=40)
    chain = models.ForeignKey(Chain, models.PROTECT, null=True, blank=True, related_name="runs")
    waiting = models.BigIntegerField(null=True, blank=True)  # the unit's waiting row, in the shared schema
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    digest = models.CharField(max_length=64)  # of what was submitted
    begun_by_id = models.BigIntegerField()
    begun_by_name = models.CharField(max_length=140)
    begun_at = models.DateTimeField(db_default=models.functions.Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit_id", "matter", "word", "waiting"],
                condition=Q(state__in=["running", "approved"]),
                name="one_run_for_a_word",
                nulls_distinct=False,
            )
        ]


class StepQuerySet(models.QuerySet["Step"]):
    def visible_to(self, actor: Actor) -> Self:
        """The acting unit's own."""
        return self.filter(unit_id=actor.unit.pk) if actor.handles_content else self.none()

    def waiting(self) -> Self:
        """Steps somebody has to take now."""
        return self.filter(state=Step.State.WAITING, run__in=Run.objects.live())

    def for_person(self, actor: Actor) -> Self:
        """Steps that this person may take: named for it, or with the role or in the department it waits for."""
        place = actor.membership
        role = Q(role="") | Q(role__in=place.roles)
        open_to = role & (Q(department_id=None) | Q(department_id=place.department_id or 0))
        return self.visible_to(actor).filter(Q(person_id__in=actor.persons) | Q(person_id=None) & open_to)


class Step(models.Model):
    """One step of a run: whoever takes it agrees with a word, or sends the text back."""

    class State(models.TextChoices):
        PENDING = "pending", pgettext_lazy("approval", "Not yet its turn")
        WAITING = "waiting", pgettext_lazy("approval", "Waits")
        AGREED = "agreed", pgettext_lazy("approval", "Agreed")

    run = models.ForeignKey(Run, models.CASCADE, related_name="steps")
    unit_id = models.BigIntegerField()
    position = models.SmallIntegerField()  # those of one position are taken at once; 0 is the draft
    kind = models.CharField(max_length=20, choices=StepKind.choices)
    role = models.CharField(max_length=30, blank=True)
    person_id = models.BigIntegerField(null=True, blank=True)
    person_name = models.CharField(max_length=60, blank=True)
    department_id = models.BigIntegerField(null=True, blank=True)
    department_name = models.CharField(max_length=60, blank=True)
    days = models.SmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    opened_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by_name = models.CharField(max_length=140, blank=True)
    comment = models.CharField(max_length=1000, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["unit_id", "due_on"], condition=Q(state="waiting"), name="step_waits_in_house"),
        ]

    def is_for(self, actor: Actor) -> bool:
        """Whether this person may take it; the same as ``for_person`` says of all."""
        if self.unit_id != actor.unit.pk or not actor.handles_content:
            return False
        if self.person_id is not None:
            return self.person_id in actor.persons
        fits_role = not self.role or self.role in actor.membership.roles
        return fits_role and self.department_id in (None, actor.membership.department_id)


class Act(models.Model):
    """What somebody did on a run; appended, never changed but by purging."""

    class What(models.TextChoices):
        SUBMITTED = "submitted", pgettext_lazy("approval", "Submitted")
        AGREED = "agreed", pgettext_lazy("approval", "Agreed")
        RETURNED = "returned", pgettext_lazy("approval", "Returned")
        HANDED_ON = "handed_on", pgettext_lazy("approval", "Handed on")
        SIGNER_ADDED = "signer_added", pgettext_lazy("approval", "Signer added")
        SUBSTITUTED = "substituted", pgettext_lazy("approval", "Substitute named")
        VOIDED = "voided", pgettext_lazy("approval", "Agreements void: the text was changed")
        WITHDRAWN = "withdrawn", pgettext_lazy("approval", "Withdrawn")

    run = models.ForeignKey(Run, models.CASCADE, related_name="acts")
    unit_id = models.BigIntegerField()
    what = models.CharField(max_length=20, choices=What.choices)
    step_kind = models.CharField(max_length=20, choices=StepKind.choices, blank=True)
    by_id = models.BigIntegerField()
    by_name = models.CharField(max_length=140)
    to_name = models.CharField(max_length=140, blank=True)
    to_kind = models.CharField(max_length=20, choices=StepKind.choices, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField(db_default=models.functions.Now())

    class Meta:
        ordering = ["at", "pk"]


def fields_of(actor: Actor) -> dict[str, Any]:
    """The unit and the person of an act."""
    return {"unit_id": actor.unit.pk, "by_id": actor.user.pk, "by_name": actor.name}


def by_position(steps: Iterable[Step]) -> dict[int, list[Step]]:
    """Steps that are taken at once, together."""
    found: dict[int, list[Step]] = {}
    for step in steps:
        found.setdefault(step.position, []).append(step)
    return dict(sorted(found.items()))
