"""Steps that wait inside the house alone. Packages above bring them; nothing of them lies in shared waiting rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import light
from collaboration.matters import telling
from collaboration.matters.models import Matter
from collaboration.worklist.filters import Filters, Mark, Tab, Who
from collaboration.worklist.rows import Task
from tenants.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Inside:
    """One step of the house: on which matter, what has to be done where, until when, and by whom."""

    matter: UUID
    step: str
    url: str
    due_on: date | None
    opened_at: datetime | None
    holder: str
    is_mine: bool


Source = Callable[[Actor, bool], Sequence[Inside]]  # of the person, or of the whole unit
sources: list[Source] = []


def tasks(actor: Actor, filters: Filters, calendar: WorkingDays) -> list[Task]:
    """The house's own steps as lines of the worklist, the nearest deadline first; one query where there are none."""
    if not actor.handles_content or filters.tab != Tab.TO_DO or filters.urgency or filters.step:
        return []
    found = [one for source in sources for one in source(actor, filters.who == Who.UNIT)]
    seen = Matter.objects.visible_to(actor).filter(public_id__in={one.matter for one in found})
    matters = {row.public_id: row for row in seen.select_related("drafting_unit")} if found else {}
    titles = telling.titles_of(matters.values())
    shown = [one for one in found if one.matter in matters and _fits(one, matters[one.matter], filters)]
    lines = [_task(one, matters[one.matter], titles, calendar) for one in shown]
    return sorted(
        (line for line in lines if not filters.mark or _mark(line) == filters.mark),
        key=lambda line: (line.due_on or date.max, line.title),
    )


def marks(lines: Sequence[Task]) -> dict[str, int]:
    """How many lines carry each mark."""
    found = [_mark(line) for line in lines]
    return {mark.value: found.count(mark.value) for mark in Mark}


def _mark(line: Task) -> str:
    return line.light.colour.value if line.light else Mark.NONE.value


def _fits(one: Inside, matter: Matter, filters: Filters) -> bool:
    if (filters.kind and matter.kind != filters.kind) or (filters.unit and matter.drafting_unit.code != filters.unit):
        return False
    match filters.who:
        case Who.ME:
            return one.is_mine
        case Who.POOL:
            return not one.holder
        case _:
            return True


def _task(one: Inside, matter: Matter, titles: dict[int, str], calendar: WorkingDays) -> Task:
    return Task(
        pk=0,
        title=titles.get(matter.pk, ""),
        url=one.url,
        kind=telling.kind_label(matter),
        step=one.step,
        state=telling.state_label(matter),
        drafting_unit=matter.drafting_unit,
        urgency="",
        is_most_urgent=False,
        due_on=one.due_on,
        light=light(one.due_on, calendar=calendar) if one.due_on else None,
        pause="",
        holder=one.holder,
        is_mine=one.is_mine,
        done_at=None,
        done_by="",
    )
