"""Give a waiting step its deadline, let it begin, move it. Called by the steps of every space, in their transaction."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.deadlines.calendar import WorkingDays, working_days_after
from collaboration.deadlines.clock import Term, end_of, last_day, until_the_end_of, warning_before
from collaboration.deadlines.models import Begins, CountedIn, Deadline, Pause
from collaboration.errors import WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.worklist import waiting
from collaboration.worklist.models import Urgency, Waiting
from tenants.identity.roles import Role
from tenants.units.models import Unit

PROPOSED_DAYS = 5


def on_day(day: date) -> Term:
    """Until the end of a day."""
    return Term(CountedIn.FIXED, fixed_until=until_the_end_of(day))


def set_deadline(row: Waiting, term: Term, *, begins: str = Begins.RECEIPT) -> Deadline:
    """Give a step its one deadline; counted from acceptance, it stands until ``begin``."""
    now = timezone.now()
    if term.fixed_until is not None and term.fixed_until <= now:
        raise WorkflowError(_("The deadline lies in the past."))
    deadline = Deadline(
        waiting=row, counted_in=term.counted_in, amount=term.amount, fixed_until=term.fixed_until, begins=begins
    )
    if begins == Begins.RECEIPT:
        deadline.begun_at = now
        reckon(deadline, [])
    deadline.save(force_insert=True)
    return deadline


def proposed_day() -> date:
    """The last of as many working days as a step is usually given."""
    return working_days_after(timezone.localdate(), PROPOSED_DAYS)


def told(term: Term, begins: str) -> dict[str, Any]:
    """What the record keeps of a term beside its end."""
    given = {"amount": term.amount} if term.amount else {}
    return {"counted_in": str(term.counted_in), "begins": str(begins), **given}


def ends_at_latest(term: Term) -> date:
    """The last day of a term that would begin now."""
    return last_day(end_of(term, timezone.now(), [], WorkingDays.load()))


def wait_until(
    matter: Matter, *, unit: Unit, role: Role, step: str, term: Term, begins: str = Begins.RECEIPT
) -> Deadline:
    """Open a step that has a deadline from the start. The asking unit itself has nothing to accept."""
    urgency = Urgency.MOST_URGENT if term.is_urgent else Urgency.ORDINARY
    begins = Begins.RECEIPT if unit.pk == matter.drafting_unit_id else begins
    row = waiting.open_step(matter, unit=unit, role=role, step=step, urgency=urgency)
    return set_deadline(row, term, begins=begins)


def pass_on(matter: Matter, *, unit: Unit, role: Role, step: str, term: Term, begins: str = Begins.RECEIPT) -> None:
    """Open a step of the next unit with its deadline, as whichever party lets the turn pass on; not one in the past."""
    if term.fixed_until is not None and term.fixed_until <= timezone.now():
        term = on_day(proposed_day())
    begins = Begins.RECEIPT if unit.pk == matter.drafting_unit_id else begins
    urgency = Urgency.MOST_URGENT if term.is_urgent else Urgency.ORDINARY
    row = waiting.open_step(matter, unit=unit, role=role, step=step, urgency=urgency)
    clock = Deadline(waiting=row, counted_in=term.counted_in, amount=term.amount, fixed_until=term.fixed_until)
    if begins == Begins.RECEIPT:
        clock.begun_at = timezone.now()
        reckon(clock, [])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pass_deadline_on(%s, %s, %s, %s, %s, %s, %s, %s)",
            [
                row.pk,
                term.counted_in,
                term.amount,
                term.fixed_until,
                begins,
                clock.begun_at,
                clock.warn_at,
                clock.due_at,
            ],
        )


def begin(row: Waiting) -> Deadline:
    """Start the clock of a step that was just accepted."""
    deadline = Deadline.objects.select_for_update().get(waiting=row)
    if deadline.begun_at is not None:
        raise WrongState(_("This deadline is running already."))
    deadline.begun_at = timezone.now()
    reckon(deadline, [])
    deadline.save(update_fields=["begun_at", "due_at", "warn_at", "stage"])
    return deadline


def begin_all(matter: Matter, unit: Unit) -> int:
    """Start every clock of the unit on this matter that waited for its acceptance; returns how many."""
    asked = Waiting.objects.open().filter(matter=matter, unit=unit, deadline__begun_at=None)
    return len([begin(row) for row in asked.exclude(deadline=None)])


def is_held(matter_id: int, step: str) -> bool:
    """Whether some clock of this step has not begun yet, or stands still: nobody's time has run out then."""
    clocks = Deadline.objects.filter(waiting__matter=matter_id, waiting__step=step, waiting__done_at=None)
    return clocks.filter(Q(begun_at=None) | Q(standing_since__isnull=False)).exists()


def stand_still(row: Waiting, *, reason: str) -> Pause:
    """Stop the clock while something has to be completed."""
    deadline = Deadline.objects.select_for_update().get(waiting=row)
    if deadline.begun_at is None or deadline.standing_since is not None:
        raise WrongState(_("This deadline is not running."))
    deadline.standing_since = timezone.now()
    deadline.save(update_fields=["standing_since"])
    return Pause.objects.create(deadline=deadline, since=deadline.standing_since, reason=reason)


def go_on(row: Waiting) -> Deadline:
    """Let the clock run again; the end moves by what it stood still."""
    deadline = Deadline.objects.select_for_update().get(waiting=row)
    if deadline.standing_since is None:
        raise WrongState(_("This deadline does not stand still."))
    deadline.pauses.filter(until=None).update(until=timezone.now())
    deadline.standing_since = None
    reckon(deadline, stretches(deadline))
    deadline.save(update_fields=["standing_since", "due_at", "warn_at", "stage"])
    return deadline


def move_to(deadline: Deadline, until: datetime) -> None:
    """Let it end at this moment, whatever it was counted in before; who was told of the old end is told anew."""
    deadline.pauses.exclude(until=None).delete()
    deadline.counted_in, deadline.amount, deadline.fixed_until = CountedIn.FIXED, None, until
    deadline.begun_at = deadline.begun_at or timezone.now()
    reckon(deadline, [])
    deadline.save(update_fields=["counted_in", "amount", "fixed_until", "begun_at", "due_at", "warn_at", "stage"])


def stretches(deadline: Deadline) -> list[tuple[datetime, datetime]]:
    """The stretches in which the clock stood still, that are over."""
    return [(pause.since, pause.until) for pause in deadline.pauses.all() if pause.until is not None]


def reckon(deadline: Deadline, pauses: list[tuple[datetime, datetime]], calendar: WorkingDays | None = None) -> None:
    """Compute the end and the warning anew; an end still ahead has not been told of yet."""
    assert deadline.begun_at is not None  # noqa: S101 - callers have begun it
    calendar = calendar or WorkingDays.load()
    term = Term(CountedIn(deadline.counted_in), deadline.amount, deadline.fixed_until)
    deadline.due_at = end_of(term, deadline.begun_at, pauses, calendar)
    start = pauses[-1][1] if pauses else deadline.begun_at
    deadline.warn_at = warning_before(deadline.due_at, start, deadline.counted_in, calendar)
    now = timezone.now()
    if deadline.due_at > now:
        deadline.stage = min(deadline.stage, Deadline.WARNED) if deadline.warn_at <= now else Deadline.RUNNING
