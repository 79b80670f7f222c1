from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from collaboration.deadlines.calendar import WorkingDays, working_days_after
from collaboration.deadlines.lights import Colour, light, light_of
from collaboration.deadlines.models import CalendarOverride, CountedIn, Deadline
from tests.ownership import as_owner

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 23)
COMPUTED = WorkingDays({})
some_days = st.dates(date(2025, 1, 1), date(2028, 12, 31))


def test_weekends_and_holidays_are_not_counted():
    assert COMPUTED.after(FRIDAY, 1) == MONDAY
    assert COMPUTED.after(date(2026, 9, 30), 1) == date(2026, 10, 8)


def test_make_up_days_are_counted():
    assert COMPUTED.after(date(2026, 9, 18), 1) == date(2026, 9, 20)


def test_a_year_without_official_notice_is_marked_as_estimated():
    assert COMPUTED.is_estimated(date(2027, 3, 1))
    assert not COMPUTED.is_estimated(FRIDAY)


@pytest.mark.django_db
def test_an_override_wins_over_the_computed_calendar():
    with as_owner():
        CalendarOverride.objects.create(day=MONDAY, is_working_day=False)
        CalendarOverride.objects.create(day=SATURDAY, is_working_day=True)
    assert working_days_after(FRIDAY, 1) == SATURDAY
    assert working_days_after(SATURDAY, 1) == date(2026, 11, 24)


@given(day=some_days, count=st.integers(0, 30))
def test_days_after_and_days_between_agree(day, count):
    assert COMPUTED.between(day, COMPUTED.after(day, count)) == count
    assert count == 0 or COMPUTED.is_working_day(COMPUTED.after(day, count))


@given(start=some_days, length=st.integers(0, 60))
def test_days_between_change_sign_with_direction(start, length):
    end = start + timedelta(days=length)
    assert COMPUTED.between(start, end) == -COMPUTED.between(end, start)


@pytest.mark.parametrize(
    ("today", "colour"),
    [
        (date(2026, 11, 25), Colour.GREEN),
        (date(2026, 11, 26), Colour.AMBER),
        (date(2026, 11, 30), Colour.AMBER),
        (date(2026, 12, 1), Colour.RED),
    ],
)
def test_light_turns_amber_two_working_days_before_and_red_after(today, colour):
    assert light(date(2026, 11, 30), calendar=COMPUTED, today=today).colour == colour


def test_light_says_in_words_how_much_is_left():
    due = date(2026, 11, 30)
    assert light(due, calendar=COMPUTED, today=due).words in ("Due today", "今日到期")
    assert "3" in light(due, calendar=COMPUTED, today=date(2026, 11, 25)).words
    assert "2" in light(due, calendar=COMPUTED, today=date(2026, 12, 2)).words


@pytest.mark.parametrize(
    ("hours", "colour", "words"),
    [
        (7.5, Colour.GREEN, "剩 7 小时"),
        (1.5, Colour.AMBER, "剩 1 小时"),
        (0.5, Colour.AMBER, "不足 1 小时"),
        (-0.5, Colour.RED, "已逾期"),
        (-30.5, Colour.RED, "逾期 30 小时"),
    ],
)
def test_the_light_of_an_hourly_term_counts_in_hours(hours, colour, words):
    now = timezone.now()
    clock = Deadline(
        counted_in=CountedIn.HOURS, due_at=now + timedelta(hours=hours), warn_at=now + timedelta(hours=hours - 2)
    )

    shown = light_of(clock)

    assert shown is not None
    assert (shown.colour, shown.words) == (colour, words)
