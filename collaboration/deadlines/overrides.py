"""The alliance office keeps the calendar: a pasted notice is checked against it and taken over whole, or not at all."""

import json
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.holiday_notice import STATUTORY_DAYS, Notice, Problem, missing_festivals, read
from collaboration.errors import NotAllowed, WorkflowError
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level


@dataclass(frozen=True)
class Checked:
    """A pasted notice against the calendar: what it says, what it changes, what is wrong, what is only strange."""

    notice: Notice
    changes: list[tuple[date, bool, str]]
    problems: list[Problem]
    doubts: list[str]


def may_keep(actor: Actor) -> bool:
    """Administrators of the alliance office keep the calendar for everybody."""
    return actor.has(Role.UNIT_ADMINISTRATOR) and actor.unit.level == Level.OFFICE


def check(text: str, year: int) -> Checked:
    """Read a notice in both directions: days off must not be worked, days worked must be days off otherwise."""
    calendar, notice = WorkingDays.load(), read(text, year)
    problems = list(notice.problems)
    for day, worked in notice.days.items():
        if worked and day.weekday() < 5 and calendar.is_working_day(day):
            words = _("%(day)s is a working day anyway; which weekend day is meant?")
            problems.append(Problem(_line_of(text, day), words % {"day": date_format(day, "DATE_FORMAT")}))
    is_whole_year = calendar.is_estimated(date(year, 6, 15))
    if is_whole_year and not problems:
        problems.extend(_gaps(text, notice))
    doubts = []
    if is_whole_year and notice.surplus != STATUTORY_DAYS:
        doubts.append(
            _(
                "Days off from Monday to Friday exceed the weekend days worked for them by %(found)d; "
                "%(usual)d would be usual. Compare both with the notice."
            )
            % {"found": notice.surplus, "usual": STATUTORY_DAYS}
        )
    changes = [(day, worked, notice.names[day]) for day, worked in sorted(notice.days.items())
               if calendar.is_working_day(day) != worked]  # fmt: skip
    return Checked(notice, changes, sorted(problems, key=lambda problem: problem.line), doubts)


def _gaps(text: str, notice: Notice) -> list[Problem]:
    found = [
        Problem(0, _("The notice names no %(festival)s; paste the whole notice of the year.") % {"festival": name})
        for name in missing_festivals(text)
    ]
    if not found and notice.days.get(date(notice.year, 1, 1), True):
        found.append(Problem(0, _("1 January is not a day off in this text; is it the notice of another year?")))
    return found


def _line_of(text: str, day: date) -> int:
    wanted = f"{day.month}月{day.day}日"
    return next((number for number, line in enumerate(text.splitlines(), 1) if wanted in line), 0)


@transaction.atomic
def take_over(actor: Actor, *, text: str, year: int, reference: str) -> Checked:
    """Write every day of a notice that has no problem, record it, and let running deadlines be moved."""
    _refuse_others(actor)
    checked = check(text, year)
    if checked.problems:
        raise WorkflowError(_("The notice still has lines that cannot be right; nothing was taken over."))
    days = {
        day.isoformat(): {"works": worked, "note": checked.notice.names[day][:60]}
        for day, worked in checked.notice.days.items()
    }
    _write(days, [], reference)
    return checked


@transaction.atomic
def set_day(actor: Actor, *, day: date, works: bool, note: str) -> None:
    """Decide on one single day."""
    _refuse_others(actor)
    _write({day.isoformat(): {"works": works, "note": note}}, [], note)


@transaction.atomic
def drop_day(actor: Actor, day: date) -> None:
    """Go back to the computed calendar for one day."""
    _refuse_others(actor)
    _write({}, [day], "")


def _refuse_others(actor: Actor) -> None:
    if not may_keep(actor):
        raise NotAllowed(_("Only administrators of the alliance office keep the calendar."))


def _write(days: dict[str, dict[str, object]], gone: list[date], reference: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT calendar_write(%s, %s::date[], %s)", [json.dumps(days), gone, reference])
