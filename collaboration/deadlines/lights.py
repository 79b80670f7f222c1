"""How near a deadline is: a colour, and the words that say the same."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.clock import last_day
from collaboration.deadlines.models import Deadline

SOON = 2  # working days


class Colour(StrEnum):
    """The three lights; pages give each a shape of its own besides its colour."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Light:
    """A deadline's colour and its words; ``is_estimated`` where the calendar of that year is not official yet."""

    colour: Colour
    words: str
    is_estimated: bool = False


def light(due_on: date, *, calendar: WorkingDays | None = None, today: date | None = None) -> Light:
    """Green while more than two working days are left, amber down to the day itself, then red."""
    calendar = calendar or WorkingDays.load()
    today = today or timezone.localdate()
    is_estimated = calendar.is_estimated(due_on)
    if today > due_on:
        return Light(Colour.RED, _overdue(calendar.between(due_on, today)), is_estimated)
    if today == due_on:
        return Light(Colour.AMBER, _("Due today"), is_estimated)
    left = calendar.between(today, due_on)
    words = ngettext("%(count)d working day left", "%(count)d working days left", left) % {"count": left}
    return Light(Colour.GREEN if left > SOON else Colour.AMBER, words, is_estimated)


def light_of(deadline: Deadline, *, calendar: WorkingDays | None = None) -> Light | None:
    """The light of a clock that runs; in hours where it was set in hours."""
    if deadline.due_at is None or deadline.standing_since is not None:
        return None
    if not deadline.is_urgent:
        return light(last_day(deadline.due_at), calendar=calendar)
    left = deadline.due_at - timezone.now()
    hours = abs(left) // timedelta(hours=1)
    if left < timedelta():
        words = ngettext("Overdue by %(count)d hour", "Overdue by %(count)d hours", hours) % {"count": hours}
        return Light(Colour.RED, words if hours else _("Overdue"))
    words = ngettext("%(count)d hour left", "%(count)d hours left", hours) % {"count": hours}
    is_early = deadline.warn_at is not None and timezone.now() < deadline.warn_at
    return Light(Colour.GREEN if is_early else Colour.AMBER, words if hours else _("Less than an hour left"))


def until(deadline: Deadline) -> str:
    """Until when, in words: the last day, the moment of an hourly term, or from what on it will run."""
    if deadline.due_at is None:
        term = {"measure": deadline.get_counted_in_display(), "number": deadline.amount}
        return _("Not running yet: from acceptance on (%(measure)s: %(number)s)") % term
    if deadline.is_urgent:
        return date_format(timezone.localtime(deadline.due_at), "DATETIME_FORMAT")
    day = last_day(deadline.due_at)
    return _("%(weekday)s, %(day)s") % {"weekday": date_format(day, "l"), "day": date_format(day, "DATE_FORMAT")}


def _overdue(days: int) -> str:
    if days == 0:  # only days off since
        return _("Overdue")
    return ngettext("Overdue by %(count)d working day", "Overdue by %(count)d working days", days) % {"count": days}
