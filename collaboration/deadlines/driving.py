"""The job behind every clock: what is due is told once, in order, however late or often the job runs. For p_system."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError, transaction
from django.utils import timezone

from collaboration.deadlines import duty
from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.clock import escalation_at
from collaboration.deadlines.models import CountedIn, Deadline, EscalationStep
from collaboration.deadlines.setting import reckon, stretches
from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from collaboration.worklist.models import Waiting
from tenants.identity.roles import Role

logger = logging.getLogger(__name__)
To = EscalationStep.To
USUAL: Sequence[tuple[int, str]] = ((1, To.SIGNATORY), (3, To.SUPERIOR))  # where a unit has set no steps of its own
tell_superior: list[Callable[[Waiting], bool]] = []  # what lies above this package and can reach another unit


@dataclass(frozen=True)
class Event:
    """The next thing to tell of a deadline: its act, from when, and whom besides the people at their desks."""

    act: str
    at: datetime
    to: str = ""


def drive() -> int:
    """Tell everything that is due by now, each in its own transaction; returns how much was told."""
    now = timezone.now()
    calendar = WorkingDays.load()
    due = Deadline.objects.running().filter(warn_at__lte=now).select_related("waiting").order_by("due_at", "pk")
    left = [row.pk for row in due if (event := next_event(row, calendar)) and event.at <= now]  # locks nothing yet
    return sum(_catch_up(pk, now) for pk in left)


def _catch_up(pk: int, now: datetime) -> int:
    """Tell of one deadline until nothing is left; a matter that refuses keeps nobody else waiting."""
    told = 0
    try:
        while _tell_next(pk, now):
            told += 1
    except DatabaseError:
        logger.exception("Deadline %s could not be told", pk)
    return told


@transaction.atomic
def _tell_next(pk: int, now: datetime) -> bool:
    """Tell the next thing of one deadline if its time has come. The stage is written with it: never twice."""
    deadline = _locked(pk)
    if deadline is None:
        return False
    event = next_event(deadline, WorkingDays.load())
    if event is None or event.at > now:
        return False
    deadline.stage += 1
    deadline.save(update_fields=["stage"])
    row = deadline.waiting
    outward = event.to == To.SUPERIOR and any(reach(row) for reach in tell_superior)
    record_carried_out(row.matter, event.act, unit_id=row.unit_id, step=row.step, unit=row.unit.code, to=event.to)
    if not outward:
        notify(row.matter, event.act, _audience(deadline, event, now), category=Category.DEADLINE)
    return True


def _locked(pk: int) -> Deadline | None:
    """The matter first, as every step does, then the deadline as it is now; None when its clock no longer runs."""
    matter = Deadline.objects.running().filter(pk=pk).values_list("waiting__matter", flat=True).first()
    if matter is None or not Matter.objects.select_for_update(no_key=True).filter(pk=matter).exists():
        return None
    rows = Deadline.objects.running().select_related("waiting__matter__drafting_unit", "waiting__unit")
    return rows.filter(pk=pk).select_for_update(of=("self",)).first()


def next_event(deadline: Deadline, calendar: WorkingDays) -> Event | None:
    """What has not been told yet and comes first; None when everybody knows."""
    assert deadline.due_at is not None and deadline.warn_at is not None  # noqa: S101 - it is running
    if deadline.stage == Deadline.RUNNING:
        return Event("deadline_warned", deadline.warn_at)
    if deadline.stage == Deadline.WARNED:
        return Event("deadline_missed", deadline.due_at)
    steps = list(EscalationStep.objects.filter(unit=deadline.waiting.unit_id).values_list("after", "to")) or USUAL
    taken = deadline.stage - Deadline.OVERDUE
    if taken >= len(steps):
        return None
    after, to = steps[taken]
    return Event("deadline_escalated", escalation_at(deadline.due_at, after, deadline.counted_in, calendar), to)


def _audience(deadline: Deadline, event: Event, now: datetime) -> list[Audience]:
    row = deadline.waiting
    roles = {"": [Role(row.role)], To.SIGNATORY: [Role.SIGNATORY], To.APPROVER: [Role.APPROVER]}
    told = [Audience(row.unit, roles=roles.get(To(event.to) if event.to else "", [Role.SIGNATORY, Role.APPROVER]))]
    if row.person and not event.to:
        told = [Audience(row.unit, users=[row.person])]
    if event.act == "deadline_missed" and row.matter.drafting_unit_id != row.unit_id:
        told.append(Audience(row.matter.drafting_unit, roles=[Role.HANDLER]))
    return told + (duty.audience([row.unit], now) if deadline.is_urgent else [])


def follow_calendar() -> int:
    """Move every running deadline whose end the calendar has changed, and tell both sides; safe to repeat."""
    counted = (CountedIn.WORKING_DAYS, CountedIn.CALENDAR_DAYS)
    rows = Deadline.objects.filter(waiting__done_at=None, counted_in__in=counted).exclude(begun_at=None)
    return sum(_move(pk) for pk in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _move(pk: int) -> bool:
    deadline = _locked(pk)
    if deadline is None:
        return False
    before = deadline.due_at
    reckon(deadline, stretches(deadline))
    if deadline.due_at == before or before is None or deadline.due_at is None:
        return False
    deadline.save(update_fields=["due_at", "warn_at", "stage"])
    row = deadline.waiting
    record_carried_out(
        row.matter, "deadline_moved", unit_id=row.unit_id, step=row.step, unit=row.unit.code,
        before=before.isoformat(), until=deadline.due_at.isoformat(),
    )  # fmt: skip
    both = [Audience(row.unit, roles=[Role(row.role)]), Audience(row.matter.drafting_unit, roles=[Role.HANDLER])]
    notify(row.matter, "deadline_moved", both, category=Category.DEADLINE)
    return True
