"""Working days: the computed Chinese calendar with its make-up days, corrected by the alliance's overrides."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Self

from django.utils.translation import get_language
from holidays import HolidayBase, country_holidays

from collaboration.deadlines.models import CalendarOverride

ONE_DAY = timedelta(days=1)


@cache
def _computed(language: str = "en_US") -> HolidayBase:
    return country_holidays("CN", language=language)


@dataclass(frozen=True)
class WorkingDays:
    """The calendar as it stands now; load it once for a page of many deadlines."""

    overrides: dict[date, bool]

    @classmethod
    def load(cls) -> Self:
        """The computed calendar with every override, in one query."""
        return cls(dict(CalendarOverride.objects.values_list("day", "is_working_day")))

    def is_working_day(self, day: date) -> bool:
        """Whether people work on this day."""
        return self.overrides.get(day, _computed().is_working_day(day))

    def is_estimated(self, day: date) -> bool:
        """Whether the notice for that year is not known yet: neither to the library nor taken over by the office.

        Every notice decides on 1 January, so that day tells whether the year's was taken over.
        """
        known = day in self.overrides or date(day.year, 1, 1) in self.overrides
        return not known and day.year not in _computed().special_public_holidays

    def name_of(self, day: date) -> str:
        """The festival of a day off, as the computed calendar knows it."""
        return _computed("en_US" if get_language() == "en" else "zh_CN").get(day, "")

    def after(self, day: date, count: int) -> date:
        """The working day that lies so many working days after this one."""
        while count > 0:
            day += ONE_DAY
            count -= self.is_working_day(day)
        return day

    def before(self, day: date) -> date:
        """The working day before this one."""
        day -= ONE_DAY
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days follow ``start`` up to and including ``end``; negative when ``end`` lies before."""
        if end < start:
            return -self.between(end, start)
        days = (start + ONE_DAY * number for number in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, days))


def working_days_after(day: date, count: int) -> date:
    """The working day that lies so many working days after this one."""
    return WorkingDays.load().after(day, count)
