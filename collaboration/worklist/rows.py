"""One line of a worklist in words, for steps and for matters."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import Light, light
from collaboration.internal.models import Assignment
from collaboration.matters import telling
from collaboration.matters.models import Matter
from collaboration.worklist.lights import light_of_row, pause_of
from collaboration.worklist.models import Urgency, Waiting
from tenants.identity.actor import Actor
from tenants.units.models import Unit

SHOWN = ("matter__drafting_unit", "done_by", "deadline")  # what is read of each step; to be joined by its query
NAMED = 3  # units that are named before "and more"


@dataclass(frozen=True, slots=True)
class Task:
    """One step that waits or was taken: what has to be done, on what, until when, and who holds it."""

    pk: int
    title: str
    url: str
    kind: str
    step: str
    state: str
    drafting_unit: Unit
    urgency: str
    is_most_urgent: bool
    due_on: date | None
    light: Light | None
    pause: str  # why its clock does not run, where it has one
    holder: str
    is_mine: bool
    done_at: datetime | None
    done_by: str


@dataclass(frozen=True, slots=True)
class Running:
    """A matter, how far it is, and whom it waits for."""

    title: str
    url: str
    kind: str
    state: str
    drafting_unit: Unit
    changed_at: datetime
    closed_at: datetime | None
    waits_for: list[Unit]
    more: int
    light: Light | None


def tasks(rows: Sequence[Waiting], actor: Actor, calendar: WorkingDays) -> list[Task]:
    """Steps in words; one query for the holders and one for each kind of matter."""
    titles = telling.titles_of(row.matter for row in rows)
    held = Assignment.objects.filter(waiting__in=[row.pk for row in rows], ended_at=None)
    holders = {one.waiting: one for one in held}
    return [_task(row, titles.get(row.matter_id, ""), holders.get(row.pk), actor, calendar) for row in rows]


def _task(row: Waiting, title: str, held: Assignment | None, actor: Actor, calendar: WorkingDays) -> Task:
    return Task(
        pk=row.pk,
        title=title,
        url=telling.address_of(row.matter),
        kind=telling.kind_label(row.matter),
        step=telling.step_label(row.matter, row.step),
        state=telling.state_label(row.matter),
        drafting_unit=row.matter.drafting_unit,
        urgency=str(Urgency(row.urgency).label) if row.urgency else "",
        is_most_urgent=row.urgency == Urgency.MOST_URGENT,
        due_on=row.due_on,
        light=light_of_row(row, calendar),
        pause=pause_of(row),
        holder=held.person_name if held else "",
        is_mine=held is not None and held.person_id in actor.persons,
        done_at=row.done_at,
        done_by=row.done_by.name if row.done_by else "",
    )


def running(rows: Sequence[Matter], calendar: WorkingDays) -> list[Running]:
    """Matters in words, each with the units it waits for; one query for these and one for each kind of matter."""
    titles = telling.titles_of(rows)
    waiting = Waiting.objects.open().filter(matter__in=[row.pk for row in rows]).select_related("unit")
    by_matter = {
        pk: list(found) for pk, found in groupby(waiting.order_by("matter", "due_on"), lambda one: one.matter_id)
    }
    return [_running(row, titles.get(row.pk, ""), by_matter.get(row.pk, []), calendar) for row in rows]


def _running(row: Matter, title: str, waiting: Iterable[Waiting], calendar: WorkingDays) -> Running:
    units = list({one.unit_id: one.unit for one in waiting}.values())
    due = min((one.due_on for one in waiting if one.due_on), default=None)
    return Running(
        title=title,
        url=telling.address_of(row),
        kind=telling.kind_label(row),
        state=telling.state_label(row),
        drafting_unit=row.drafting_unit,
        changed_at=row.changed_at,
        closed_at=row.closed_at,
        waits_for=units[:NAMED],
        more=max(len(units) - NAMED, 0),
        light=light(due, calendar=calendar) if due else None,
    )
