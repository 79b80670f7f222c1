"""The official calendars of nine years, day by day: what is off, what is worked, and the count of days left."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from freezegun import freeze_time

from collaboration.deadlines.calendar import ONE_DAY, WorkingDays
from collaboration.deadlines.lights import Colour, light

COMPUTED = WorkingDays({})
FIRST, LAST = date(2018, 1, 1), date(2026, 12, 31)


def official() -> dict[date, bool]:
    """Every day of 2018 to 2026 as the yearly notices decided, kept in a list of what differs from Monday to Friday."""
    differs: dict[date, bool] = {}
    with (Path(__file__).parent / "official_days.csv").open(newline="") as lines:
        for year, off, worked in list(csv.reader(lines))[1:]:
            differs |= {date.fromisoformat(f"{year}-{day}"): False for day in off.split()}
            differs |= {date.fromisoformat(f"{year}-{day}"): True for day in worked.split()}
    days = (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
    return {day: differs.get(day, day.weekday() < 5) for day in days}


def test_every_day_of_nine_years_is_what_the_notices_said():
    days = official()

    assert len(days) == 3287
    assert [day for day, works in days.items() if COMPUTED.is_working_day(day) != works] == []


@pytest.mark.parametrize("days_ahead", [1, 3, 5, 15])
def test_days_left_are_counted_on_every_day_of_nine_years(days_ahead):
    days = official()
    worked = [day for day, works in days.items() if works]
    position = 0
    for today in days:
        while position < len(worked) and worked[position] <= today:
            position += 1
        if position + days_ahead > len(worked):
            break
        due = worked[position + days_ahead - 1]

        assert COMPUTED.after(today, days_ahead) == due, today
        assert COMPUTED.between(today, due) == days_ahead, today
        shown = light(due, calendar=COMPUTED, today=today)
        assert shown.colour == (Colour.GREEN if days_ahead > 2 else Colour.AMBER), today
        assert str(days_ahead) in shown.words, today


def test_days_overdue_are_counted_on_every_day_of_nine_years():
    days = official()
    due, overdue = FIRST, 0
    for today in list(days)[1:60]:
        overdue += days[today]
        assert COMPUTED.between(due, today) == overdue
        assert light(due, calendar=COMPUTED, today=today).colour == Colour.RED


@pytest.mark.parametrize(
    ("moment", "words_count"),
    [
        (datetime(2026, 1, 5, 15, 59, 59, tzinfo=UTC), "1"),  # 23:59:59 in Shanghai, the evening of the 5th
        (datetime(2026, 1, 5, 16, 0, 0, tzinfo=UTC), ""),  # midnight there: the 6th, due today
        (datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC), "3"),  # the last second of the year: the 4th is worked
        (datetime(2025, 12, 31, 16, 0, 0, tzinfo=UTC), "3"),  # the first of the next one, a day off
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_day_changes_at_midnight_in_shanghai_wherever_the_server_stands(moment, words_count, zone, monkeypatch):
    monkeypatch.setenv("TZ", zone)
    with freeze_time(moment):
        words = light(date(2026, 1, 6), calendar=COMPUTED, today=timezone.localdate()).words

    assert words_count in words
    assert bool(words_count) == any(digit in words for digit in "123")


def test_a_stretch_over_the_end_of_the_year_counts_the_days_of_both():
    assert COMPUTED.between(date(2025, 12, 29), date(2026, 1, 5)) == 4
    assert COMPUTED.after(date(2019, 12, 31), 1) == date(2020, 1, 2)


def test_an_estimate_ends_with_the_last_official_year():
    assert not COMPUTED.is_estimated(LAST)
    assert COMPUTED.is_estimated(LAST + ONE_DAY)
    taken_over = WorkingDays({date(2027, 1, 1): False})
    assert not taken_over.is_estimated(date(2027, 11, 5))
