"""How near a deadline is: a colour, and the words that say the same."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.deadlines.calendar import WorkingDays

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


def _overdue(days: int) -> str:
    if days == 0:  # only days off since
        return _("Overdue")
    return ngettext("Overdue by %(count)d working day", "Overdue by %(count)d working days", days) % {"count": days}
