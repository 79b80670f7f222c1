"""When terms end: in working days, calendar days, hours or on a day; with stretches that do not count."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.clock import Term, end_of, is_working_time, last_day, until_the_end_of, warning_before
from collaboration.deadlines.models import CountedIn

CALENDAR = WorkingDays({})


def at(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("term", "begun", "last"),
    [
        (Term(CountedIn.WORKING_DAYS, 5), "2026-11-20 10:00", "2026-11-27"),
        (Term(CountedIn.WORKING_DAYS, 1), "2026-09-30 23:59", "2026-10-08"),
        (Term(CountedIn.WORKING_DAYS, 1), "2026-09-19 08:00", "2026-09-20"),  # a Sunday that is worked
        (Term(CountedIn.WORKING_DAYS, 3), "2025-12-30 10:00", "2026-01-05"),  # 4 January is worked, a Sunday
        (Term(CountedIn.CALENDAR_DAYS, 7), "2026-11-20 10:00", "2026-11-27"),
        (Term(CountedIn.CALENDAR_DAYS, 1), "2026-11-20 10:00", "2026-11-23"),  # would end on a Saturday
        (Term(CountedIn.CALENDAR_DAYS, 3), "2026-09-29 10:00", "2026-10-08"),
    ],
)
def test_days_are_counted_from_the_day_after(term, begun, last):
    end = end_of(term, at(begun), [], CALENDAR)

    assert last_day(end) == date.fromisoformat(last)
    assert timezone.localtime(end).strftime("%H:%M") == "00:00"


def test_hours_run_through_nights_and_days_off():
    assert end_of(Term(CountedIn.HOURS, 24), at("2026-10-01 22:30"), [], CALENDAR) == at("2026-10-02 22:30")


@pytest.mark.parametrize(
    ("term", "end"),
    [
        (Term(CountedIn.WORKING_DAYS, 5), "2026-12-01 00:00"),
        (Term(CountedIn.CALENDAR_DAYS, 7), "2026-12-01 00:00"),
        (Term(CountedIn.HOURS, 24), "2026-11-24 08:00"),
        (Term(CountedIn.FIXED, fixed_until=at("2026-11-28 00:00")), "2026-12-01 00:00"),
    ],
)
def test_a_stretch_of_standing_still_does_not_count(term, end):
    pause = (at("2026-11-20 12:00"), at("2026-11-23 10:00"))

    assert end_of(term, at("2026-11-20 10:00"), [pause], CALENDAR) == at(end)


@given(
    amount=st.integers(1, 30),
    hours=st.lists(st.integers(0, 400), min_size=2, max_size=6),
    counted_in=st.sampled_from([CountedIn.WORKING_DAYS, CountedIn.CALENDAR_DAYS, CountedIn.HOURS]),
)
def test_standing_still_never_shortens_a_term(amount, hours, counted_in):
    begun, term = at("2026-01-12 09:30"), Term(counted_in, amount)
    plain = end_of(term, begun, [], CALENDAR)
    moments = [begun + timedelta(hours=sum(hours[: n + 1])) for n in range(len(hours))]
    pauses = [(since, until) for since, until in zip(moments[::2], moments[1::2], strict=False) if since < plain]

    assert end_of(term, begun, pauses, CALENDAR) >= plain


@pytest.mark.parametrize(
    ("begun", "due", "counted_in", "warned"),
    [
        ("2026-11-16 10:00", "2026-11-28 00:00", CountedIn.WORKING_DAYS, "2026-11-25 09:00"),
        ("2026-11-26 10:00", "2026-11-28 00:00", CountedIn.WORKING_DAYS, "2026-11-27 09:00"),
        ("2026-11-27 10:00", "2026-11-28 00:00", CountedIn.WORKING_DAYS, "2026-11-27 20:30"),
        ("2026-10-01 22:00", "2026-10-02 22:00", CountedIn.HOURS, "2026-10-02 16:00"),
        ("2026-09-28 10:00", "2026-10-10 00:00", CountedIn.FIXED, "2026-09-30 09:00"),  # over the days off
    ],
)
def test_the_warning_comes_while_something_can_be_done(begun, due, counted_in, warned):
    assert warning_before(at(due), at(begun), counted_in, CALENDAR) == at(warned)


def test_working_time_knows_days_off_and_days_worked_for_them():
    moments = ["2026-11-20 09:00", "2026-11-20 17:29", "2026-11-20 17:30", "2026-11-21 10:00", "2026-09-20 10:00"]

    assert [is_working_time(at(each), CALENDAR) for each in moments] == [True, True, False, False, True]


def test_the_end_of_a_day_is_midnight_in_shanghai():
    assert until_the_end_of(date(2026, 12, 31)).isoformat() == "2027-01-01T00:00:00+08:00"
    assert last_day(until_the_end_of(date(2026, 12, 31))) == date(2026, 12, 31)
