"""What a superior or lead unit knows of the matters of its area without being a party: kind, units, dates, state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import Light, light
from collaboration.matters import kinds
from tenants.units.models import Unit


@dataclass(frozen=True)
class Row:
    """One matter as the register shows it."""

    public_id: UUID
    kind: str
    state: str
    drafting_unit_id: int
    unit_ids: Sequence[int]
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    classification: int
    waiting: int
    due_on: date | None

    @property
    def kind_label(self) -> str:
        return str(kinds.kind_of(self.kind).label)

    @property
    def state_label(self) -> str:
        return str(kinds.kind_of(self.kind).state_labels.get(self.state, self.state))


@dataclass(frozen=True)
class Waited:
    """A unit of the area that a matter waits for."""

    unit: Unit
    step: str
    due_on: date | None
    light: Light | None


def rows(
    *, kind: str = "", unit: int | None = None, stage: str = "", most: int | None = None, skip: int = 0
) -> tuple[list[Row], int]:
    """A page of the acting unit's area, open ones first, the nearest deadline on top, and how many there are in all."""
    return _read(None, kind, unit, stage, most, skip)


def row_of(public_id: UUID) -> Row | None:
    """One matter of the area; None outside it."""
    found, _count = _read(public_id, "", None, "", 1, 0)
    return next(iter(found), None)


def _read(*parameters: Any) -> tuple[list[Row], int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM supervision_register(%s, %s, %s::bigint, %s, %s::integer, %s)", parameters)
        found = cursor.fetchall()
    return [Row(*one[:-1]) for one in found], found[0][-1] if found else 0


def waited_for(row: Row) -> list[Waited]:
    """Whom in the area a matter waits for, and until when."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM supervision_waiting(%s)", [row.public_id])
        found = cursor.fetchall()
    units, calendar = Unit.objects.in_bulk([unit for unit, _step, _due in found]), WorkingDays.load()
    labels = kinds.kind_of(row.kind).step_labels
    return [
        Waited(units[unit], str(labels.get(step, step)), due_on, light(due_on, calendar=calendar) if due_on else None)
        for unit, step, due_on in found
    ]
