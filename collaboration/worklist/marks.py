"""Where the deadline marks change colour, as dates, so that the database can count and filter by them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import SOON
from collaboration.deadlines.models import CountedIn, Deadline
from collaboration.worklist.filters import Mark


@dataclass(frozen=True)
class Boundaries:
    """Red before ``today``, amber up to and including ``amber_until``, green after it."""

    today: date
    amber_until: date

    @classmethod
    def of(cls, calendar: WorkingDays, today: date | None = None) -> Self:
        """The boundaries as the calendar has them today."""
        today = today or timezone.localdate()
        return cls(today, calendar.after(today, SOON + 1) - timedelta(days=1))

    def condition(self, mark: Mark) -> Q:
        """Which waiting rows carry the mark."""
        match mark:
            case Mark.RED:
                return Q(due_on__lt=self.today) | Q(due_on=self.today) & Q(_ran_out_today())
            case Mark.AMBER:
                return Q(due_on__range=(self.today, self.amber_until)) & ~(Q(due_on=self.today) & Q(_ran_out_today()))
            case Mark.GREEN:
                return Q(due_on__gt=self.amber_until)
            case _:
                return Q(due_on=None)


def _ran_out_today() -> Exists:
    """Terms in hours end within the day; asked only of steps that are due today."""
    clocks = Deadline.objects.filter(waiting=OuterRef("pk"), counted_in=CountedIn.HOURS)
    return Exists(clocks.filter(standing_since=None, due_at__lt=timezone.now()))
