"""What happened to a unit, from the record, as every member of the alliance may read it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from tenants.audit import acts
from tenants.units.acts import KIND
from tenants.units.models import Unit


@dataclass(frozen=True, slots=True)
class Event:
    """One act on a unit: what, when, from which day on, the names before and after, the other unit."""

    label: str
    at: datetime
    on: date
    names: tuple[str, str] | None
    other: Unit | None


def history(unit: Unit) -> list[Event]:
    """The newest first; two queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT act, at, detail FROM unit_history(%s)", [unit.public_id])
        rows = [(act, at, json.loads(detail)) for act, at, detail in cursor.fetchall()]
    others = Unit.objects.in_bulk({pk for _, _, detail in rows if (pk := _other(detail))})
    return [
        Event(
            label=acts.label(KIND, act),
            at=at,
            on=date.fromisoformat(detail["on"]),
            names=(detail["from"], detail["to"]) if act == "renamed" else None,
            other=others.get(_other(detail)),
        )
        for act, at, detail in rows
    ]


def _other(detail: Mapping[str, object]) -> object:
    """The number of the other unit that took part, where there was one."""
    found = (detail.get(key) for key in ("successor", "into", "new", "from"))
    return next((value for value in found if isinstance(value, int)), None)
