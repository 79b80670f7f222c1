"""The light of what waits, the same wherever it is shown."""

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import Colour, Light, light, light_of
from collaboration.deadlines.models import Deadline
from collaboration.worklist.models import Waiting


def light_of_row(row: Waiting, calendar: WorkingDays) -> Light | None:
    """By the day it is due; where its clock runs in hours, in hours, in the colour that lists count it under."""
    if row.done_at is not None or row.due_on is None or pause_of(row):
        return None
    clock: Deadline | None = getattr(row, "deadline", None)
    by_day = light(row.due_on, calendar=calendar)
    exact = light_of(clock) if clock is not None and clock.is_urgent else None
    if exact is None or exact.colour == Colour.RED:
        return exact or by_day
    return replace(exact, colour=by_day.colour)


def nearest_light(rows: Iterable[Waiting]) -> Light | None:
    """The light of what is due first, the same for everybody who sees the matter."""
    due = [(row.due_on, row.pk, row) for row in rows if row.due_on]
    return light_of_row(min(due)[-1], WorkingDays.load()) if due else None


def pause_of(row: Waiting) -> str:
    """Why no clock runs, in words; empty where one does or none is set."""
    clock: Deadline | None = getattr(row, "deadline", None)
    if clock is None or row.done_at is not None:
        return ""
    if clock.standing_since:
        return _("Stands still")
    return "" if clock.begun_at else _("Not running yet")
