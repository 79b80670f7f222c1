"""Whom to telephone in a unit that is waited for."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from collaboration.deadlines.duty import Officer, officers
from tenants.units.models import Unit


@dataclass
class Contact:
    """A unit's liaisons and telephone, and who is on duty now."""

    telephone: str
    liaisons: list[str] = field(default_factory=list)
    on_duty: list[Officer] = field(default_factory=list)


def contacts_of(units: Iterable[Unit]) -> dict[int, Contact]:
    """How to reach each unit at this moment, by unit; two queries."""
    units = list(units)
    found = {unit.pk: Contact(unit.telephone) for unit in units}
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM unit_liaisons(%s::bigint[])", [list(found)])
        for unit, name in cursor.fetchall():
            found[unit].liaisons.append(name)
    for unit, on_duty in officers(units, timezone.now()).items():
        found[unit].on_duty = on_duty
    return found
