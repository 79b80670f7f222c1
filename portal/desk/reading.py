"""What the start page and the bell read: waiting rows, running matters, notices, with titles and words."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import Light, light
from collaboration.matters import kinds
from collaboration.matters.models import Matter
from collaboration.notifications.models import Notification
from collaboration.worklist.models import Waiting
from tenants.audit import acts
from tenants.identity.actor import Actor
from tenants.identity.models import Membership
from tenants.identity.roles import Role
from tenants.units.models import Unit

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits: what has to be done, on what, until when."""

    title: str
    url: str
    kind: str
    step: str
    drafting_unit: Unit
    due_on: date | None
    light: Light | None


@dataclass(frozen=True, slots=True)
class Running:
    """A matter of the acting unit that still runs, and whom it waits for."""

    title: str
    url: str
    kind: str
    state: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in words."""

    number: int
    title: str
    act: str
    unit: Unit
    reason: str
    at: datetime
    is_read: bool


def waiting_for(actor: Actor) -> list[Task]:
    """The open steps this person may take for the acting unit, the most urgent first; three queries."""
    rows = list(Waiting.objects.for_person(actor).select_related("matter__drafting_unit")[:SHOWN])
    titles = _titles(row.matter for row in rows)
    calendar = WorkingDays.load()
    return [
        Task(
            title=titles.get(row.matter_id, ""),
            url=_url(row.matter),
            kind=str(kinds.kind_of(row.matter.kind).label),
            step=str(kinds.kind_of(row.matter.kind).step_labels.get(row.step, row.step)),
            drafting_unit=row.matter.drafting_unit,
            due_on=row.due_on,
            light=light(row.due_on, calendar=calendar) if row.due_on else None,
        )
        for row in rows
    ]


def count_lights(tasks: Iterable[Task]) -> Counter[str]:
    """How many tasks stand at each light, and ``all``."""
    counts: Counter[str] = Counter()
    for task in tasks:
        counts["all"] += 1
        if task.light:
            counts[task.light.colour] += 1
    return counts


def running_matters_of(actor: Actor) -> list[Running]:
    """What the acting unit drafts and has not finished, the most recently changed first; two queries."""
    rows = list(Matter.objects.visible_to(actor).filter(drafting_unit=actor.unit, closed_at=None)[:SHOWN])
    titles = _titles(rows)
    return [
        Running(
            titles.get(row.pk, ""),
            _url(row),
            str(kinds.kind_of(row.kind).label),
            str(kinds.kind_of(row.kind).state_labels.get(row.state, row.state)),
            row.changed_at,
        )
        for row in rows
    ]


def newest_notices(actor: Actor, count: int) -> list[Notice]:
    """The newest notices of the person over all their units."""
    return tell_notices(Notification.objects.filter(user=actor.user).select_related("unit")[:count])


def tell_notices(rows: Iterable[Notification]) -> list[Notice]:
    """Notices with the titles of what they speak of, as far as the acting unit may see it."""
    rows = list(rows)
    matters = {matter.public_id: matter for matter in Matter.objects.filter(public_id__in={row.matter for row in rows})}
    titles = _titles(matters.values())
    roles = dict(Role.choices)
    return [
        Notice(
            number=row.number,
            title=titles.get(matters[row.matter].pk, "") if row.matter in matters else "",
            act=acts.label(row.kind, row.act),
            unit=row.unit,
            reason=str(roles.get(row.reason, "")),
            at=row.at,
            is_read=row.read_at is not None,
        )
        for row in rows
    ]


def waiting_elsewhere(actor: Actor) -> list[tuple[Membership, int]]:
    """The person's other units in which something waits for them, with how much."""
    found = []
    for membership in Membership.objects.valid().filter(user=actor.user).exclude(pk=actor.membership.pk):
        other = Actor(membership)
        with other.acting():
            count = Waiting.objects.for_person(other).count()
        if count:
            found.append((membership, count))
    return found


def address_of(notice: Notification) -> str:
    """Where a notice leads."""
    return reverse(kinds.kind_of(notice.kind).url_name, args=[notice.matter])


def _titles(matters: Iterable[Matter]) -> dict[int, str]:
    by_kind: dict[str, list[int]] = {}
    for matter in matters:
        by_kind.setdefault(matter.kind, []).append(matter.pk)
    return {pk: title for kind, ids in by_kind.items() for pk, title in kinds.kind_of(kind).titles(ids).items()}


def _url(matter: Matter) -> str:
    return reverse(kinds.kind_of(matter.kind).url_name, args=[matter.public_id])
