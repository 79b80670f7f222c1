"""Who answers for a unit outside working time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.clock import is_working_time
from collaboration.notifications.notify import Audience
from tenants.identity.models import User
from tenants.units.models import Unit


@dataclass(frozen=True)
class Officer:
    """Somebody on duty at a moment, and where to reach them."""

    user_id: int
    name: str
    telephone: str


def officers(units: Iterable[Unit], at: datetime) -> dict[int, list[Officer]]:
    """Everybody on duty in these units at this moment, by unit; one query."""
    wanted = [unit.pk for unit in units]
    found: dict[int, list[Officer]] = {pk: [] for pk in wanted}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM duty_officers(%s::bigint[], %s)", [wanted, at])
        for unit, person, name, telephone in cursor.fetchall():
            found[unit].append(Officer(person, name, telephone))
    return found


def audience(units: Iterable[Unit], at: datetime, calendar: WorkingDays | None = None) -> list[Audience]:
    """Whom an urgent matter reaches besides those at their desks: outside working time the duty officers, by name."""
    units = list(units)
    if is_working_time(at, calendar or WorkingDays.load()):
        return []
    on_duty = officers(units, at)
    return [
        Audience(unit, on_duty=[User(pk=officer.user_id) for officer in on_duty[unit.pk]])
        for unit in units
        if on_duty[unit.pk]
    ]
