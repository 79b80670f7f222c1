"""How units answer, in figures: computed by the database from what really happened, with definition and sample size.

A quarter is shown to the unit measured as it happens, to the whole alliance a month after it has ended; to others than
the unit measured no figure that comes of fewer than three requests.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tenants.identity.actor import Actor
from tenants.units.models import Unit

SHOWN_QUARTERS = 5
OWN_FIRST = timedelta(days=30)
_NOTHING = ("", 0.0)


@dataclass(frozen=True)
class Quarter:
    """Three months of a year."""

    year: int
    number: int

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def next(self) -> "Quarter":
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def before(self) -> "Quarter":
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def public_on(self) -> date:
        """The day from which everybody sees the figures."""
        return self.next.first_day + OWN_FIRST

    @property
    def code(self) -> str:
        """As an address says it."""
        return f"{self.year}-{self.number}"


def quarters() -> list[Quarter]:
    """The running quarter and those before it."""
    today = timezone.localdate()
    found = [Quarter(today.year, (today.month + 2) // 3)]
    while len(found) < SHOWN_QUARTERS:
        found.append(found[-1].before)
    return found


@dataclass(frozen=True)
class Figure:
    """One figure of a unit: its value, out of how many, and how wide its bar is (of 100) where a value is told."""

    value: str
    sample: int
    width: float
    is_told: bool


@dataclass(frozen=True)
class Line:
    """The figures of one unit."""

    unit: Unit
    arrived: int
    figures: Sequence[Figure]


MEASURES: Sequence[tuple[str | Promise, str | Promise]] = (
    (
        _("Accepted within 7 days"),
        _(
            "Of the requests that arrived in the quarter and were accepted, or lay with the unit for more than 7 days: "
            "the share that it accepted within 7 calendar days. The time in which the asking unit completes a request "
            "does not count."
        ),
    ),
    (
        _("Average days to the reply"),
        _("From arrival to the last reply, in calendar days, over the requests replied to."),
    ),
    (
        _("Replied by the agreed date"),
        _(
            "Of the requests replied to, or still owed a reply after the day agreed: "
            "the share replied to on or before that day."
        ),
    ),
    (_("Timeliness found poor"), _("Of the ratings given: the share that found the timeliness poor.")),
    (_("Effort found poor"), _("Of the ratings given: the share that found the effort poor.")),
)


def lines(actor: Actor, quarter: Quarter) -> list[Line]:
    """The figures that the acting unit may see, of units with at least one request; its own first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM assistance_statistics(%s, %s)", [quarter.first_day, quarter.next.first_day])
        found = cursor.fetchall()
    units = Unit.objects.in_bulk([row[0] for row in found])
    longest = max([float(row[5] or 0) for row in found], default=0) or 1
    return sorted(
        (_line(units[row[0]], row[1:], longest) for row in found),
        key=lambda one: (one.unit != actor.unit, one.unit.level, one.unit.code),
    )


def _line(unit: Unit, row: Sequence[int], longest: float) -> Line:
    arrived, due, within, replied, days, agreed, on_time, rated, late, idle = row
    average = _NOTHING if days is None else (f"{days:.1f}", 100 * float(days) / longest)
    shares = [_share(within, due), average, _share(on_time, agreed), _share(late, rated), _share(idle, rated)]
    samples = [due, replied, agreed, rated, rated]
    return Line(unit, arrived, [_figure(*one) for one in zip(shares, samples, strict=True)])


def _share(part: int | None, whole: int) -> tuple[str, float]:
    return (f"{100 * part / whole:.0f}%", 100 * part / whole) if whole and part is not None else _NOTHING


def _figure(shown: tuple[str, float], sample: int) -> Figure:
    value, width = shown
    return Figure(value or (gettext("too few") if sample else "—"), sample, width, bool(value))
