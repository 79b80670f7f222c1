"""When a term ends and when to warn of it: pure reckoning, by the calendar of Shanghai."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from collaboration.deadlines.calendar import ONE_DAY, WorkingDays
from collaboration.deadlines.models import CountedIn

MORNING, EVENING = time(9), time(17, 30)  # working time, of working days
WARNED_DAYS = 2  # working days ahead
Stretch = tuple[datetime, datetime]


@dataclass(frozen=True)
class Term:
    """How long somebody has: an amount of days or hours, or a fixed end."""

    counted_in: CountedIn
    amount: int | None = None
    fixed_until: datetime | None = None

    @property
    def is_urgent(self) -> bool:
        """Whether it runs around the clock."""
        return self.counted_in == CountedIn.HOURS


def until_the_end_of(day: date) -> datetime:
    """The moment a day is over."""
    return timezone.make_aware(datetime.combine(day + ONE_DAY, time()))


def last_day(moment: datetime) -> date:
    """The last day before this moment: the day people read as the deadline."""
    return timezone.localdate(moment - timedelta(microseconds=1))


def is_working_time(moment: datetime, calendar: WorkingDays) -> bool:
    """Whether somebody sits at their desk then."""
    local = timezone.localtime(moment)
    return calendar.is_working_day(local.date()) and MORNING <= local.time() < EVENING


def end_of(term: Term, begun_at: datetime, pauses: Sequence[Stretch], calendar: WorkingDays) -> datetime:
    """When the term is over; stretches in which the clock stood still do not count.

    Calendar days that would end on a day off end on the next working day.
    """
    if term.counted_in == CountedIn.HOURS:
        stood = sum((until - since for since, until in pauses), timedelta())
        return begun_at + timedelta(hours=term.amount or 0) + stood
    if term.counted_in == CountedIn.FIXED:
        assert term.fixed_until is not None  # noqa: S101 - the table has a constraint
        days = sum((timezone.localdate(until) - timezone.localdate(since)).days for since, until in pauses)
        return term.fixed_until + timedelta(days=days)
    day, left = timezone.localdate(begun_at), term.amount or 0
    for since, until in pauses:
        left -= min(left, _passed(term, day, timezone.localdate(since), calendar))
        day = timezone.localdate(until)
    if term.counted_in == CountedIn.WORKING_DAYS:
        return until_the_end_of(calendar.after(day, left))
    day += timedelta(days=left)
    return until_the_end_of(day if calendar.is_working_day(day) else calendar.after(day, 1))


def _passed(term: Term, start: date, end: date, calendar: WorkingDays) -> int:
    return calendar.between(start, end) if term.counted_in == CountedIn.WORKING_DAYS else (end - start).days


def warning_before(due_at: datetime, begun_at: datetime, counted_in: str, calendar: WorkingDays) -> datetime:
    """In the morning two working days ahead, else of the last day; of short and hourly terms after three quarters."""
    day = last_day(due_at)
    ahead = day
    for _step in range(WARNED_DAYS):
        ahead = calendar.before(ahead)
    mornings = (timezone.make_aware(datetime.combine(each, MORNING)) for each in (ahead, day))
    later = [each for each in mornings if begun_at < each < due_at]
    if later and counted_in != CountedIn.HOURS:
        return later[0]
    return begun_at + (due_at - begun_at) * 3 / 4


def escalation_at(due_at: datetime, after: int, counted_in: str, calendar: WorkingDays) -> datetime:
    """When a delay is told further up: hours after the end of an urgent term, working days after that of others."""
    if counted_in == CountedIn.HOURS:
        return due_at + timedelta(hours=after)
    if after == 0:
        return due_at
    return timezone.make_aware(datetime.combine(calendar.after(last_day(due_at), after), MORNING))
