"""Hand over by a list: everything somebody holds goes to a named successor, line by line, and the list is kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from collaboration.deadlines.calendar import WorkingDays
from collaboration.errors import WorkflowError
from collaboration.internal.models import Assignment, HandOver
from collaboration.worklist import rows, workflow
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.models import User


@dataclass(frozen=True)
class AlsoHeld:
    """What people hold besides steps, in a package above: its lines in words, and how it is handed over."""

    lines: Callable[[Actor, User], list[str]]
    hand_over: Callable[[Actor, User, User], int]


also_held: list[AlsoHeld] = []


@dataclass
class Result:
    """The kept list, and what could not be handed over with the reason."""

    list_id: UUID
    problems: list[str] = field(default_factory=list)


def _held(actor: Actor, person: User) -> QuerySet[Assignment]:
    return Assignment.objects.filter(unit_id=actor.unit.pk, person_id=person.pk, ended_at=None)


def _tell(actor: Actor, steps: list[int]) -> list[rows.Task]:
    found = Waiting.objects.visible_to(actor).filter(pk__in=steps).select_related(*rows.SHOWN)
    return rows.tasks(list(found), actor, WorkingDays.load())


def held_by(actor: Actor, person: User) -> list[rows.Task]:
    """What the person holds now, as far as the reader may see it."""
    open_rows = Waiting.objects.visible_to(actor).open()
    return _tell(
        actor, list(open_rows.filter(pk__in=_held(actor, person).values("waiting")).values_list("pk", flat=True))
    )


def besides(actor: Actor, person: User) -> list[str]:
    """What else the person holds, in words."""
    return [line for held_there in also_held for line in held_there.lines(actor, person)]


def hand_over(actor: Actor, person: User, successor: User, *, note: str = "") -> Result:
    """Hand every line over in a step of its own: one that fails stays with the person and stops no other."""
    done, problems = [], []
    for held in _held(actor, person).order_by("at"):
        try:
            workflow.hand_over(actor, held, successor, note=note)
        except WorkflowError as error:
            title = next((task.title for task in _tell(actor, [held.waiting])), "")
            problems.append(f"{title}: {error}" if title else str(error))
        else:
            done.append(held.waiting)
    others = 0
    for held_there in also_held:
        try:
            others += held_there.hand_over(actor, person, successor)
        except WorkflowError as error:
            problems.append(str(error))
    kept = HandOver.objects.create(
        unit_id=actor.unit.pk,
        from_id=person.pk,
        from_name=person.name,
        to_id=successor.pk,
        to_name=successor.name,
        by_name=actor.name,
        note=note.strip(),
        steps=done,
    )
    kept.refresh_from_db(fields=["public_id"])
    if not (done or problems or others):
        problems.append(_("There was nothing to hand over."))
    return Result(kept.public_id, problems)


def lists(actor: Actor) -> QuerySet[HandOver]:
    """The unit's hand-over lists, the newest first; none for an administration, which sees no content."""
    return HandOver.objects.filter(unit_id=actor.unit.pk) if actor.handles_content else HandOver.objects.none()


def rows_of(actor: Actor, kept: HandOver) -> list[rows.Task]:
    """The lines of a kept list."""
    return _tell(actor, kept.steps)
