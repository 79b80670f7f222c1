"""The register of an area as a page and as a table: filters in its address, one page read at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.lights import Light, light
from collaboration.matters import kinds
from collaboration.supervision import register
from collaboration.supervision.acts import KIND
from tenants.identity.actor import Actor
from tenants.units.models import Unit

PAGE = 50
MOST = 10_000
HEADINGS = (
    _("Kind"), _("Drafting unit"), _("Units of our area"), _("State"), _("Deadline"), _("Opened"), _("Last change"),
    _("Closed"),
)  # fmt: skip


class Stage(models.TextChoices):
    """Which matters the register shows."""

    OPEN = "open", _("Not closed yet")
    LATE = "late", _("Overdue")
    CLOSED = "closed", _("Closed")


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; what it says wrongly counts as not said."""

    kind: str = ""
    unit: str = ""
    stage: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str], units: Sequence[Unit]) -> Self:
        """The filters in an address."""
        said = {name: given.get(name, "") for name in ("kind", "unit", "stage")}
        allowed = {"kind": list(kinds.all_kinds()), "unit": [unit.code for unit in units], "stage": Stage.values}
        return cls(**{name: value for name, value in said.items() if value in allowed[name]})

    @property
    def query(self) -> str:
        """The filters as an address says them."""
        said = {"kind": self.kind, "unit": self.unit, "stage": self.stage}
        return urlencode({name: value for name, value in said.items() if value})


@dataclass(frozen=True)
class Line:
    """One matter with the names of its units."""

    row: register.Row
    drafting_unit: Unit
    units: list[Unit]
    light: Light | None


def units_of(actor: Actor) -> list[Unit]:
    """The acting unit and those below it."""
    below = Q(parent=actor.unit) | Q(parent__parent=actor.unit)
    return list(Unit.objects.filter(Q(pk=actor.unit.pk) | below).order_by("level", "code"))


def choices(units: Sequence[Unit]) -> dict[str, list[tuple[str, str | Promise]]]:
    """What can be filtered by."""
    known = [(name, kind.label) for name, kind in kinds.all_kinds().items() if name != KIND]
    return {"kinds": known, "units": [(unit.code, unit.display_name) for unit in units], "stages": list(Stage.choices)}


def page(filters: Filters, units: Sequence[Unit], number: str | None) -> Page:
    """A page of lines; one beyond the last is the last."""
    wanted = int(number) if number and number.isdecimal() and len(number) < 7 else 1
    rows, count = _rows(filters, units, most=PAGE, skip=(max(wanted, 1) - 1) * PAGE)
    if not rows and wanted > 1:
        count = _rows(filters, units, most=1)[1]
        wanted = max(-(-count // PAGE), 1)
        rows, count = _rows(filters, units, most=PAGE, skip=(wanted - 1) * PAGE)
    shown = Paginator(range(count), PAGE).get_page(wanted)
    shown.object_list = lines(rows)
    return shown


def _rows(filters: Filters, units: Sequence[Unit], *, most: int, skip: int = 0) -> tuple[list[register.Row], int]:
    unit = next((one.pk for one in units if one.code == filters.unit), None)
    return register.rows(kind=filters.kind, unit=unit, stage=filters.stage, most=most, skip=skip)


def lines(rows: Sequence[register.Row]) -> list[Line]:
    """Rows with the names of their units; two queries."""
    names = Unit.objects.in_bulk({pk for row in rows for pk in (row.drafting_unit_id, *row.unit_ids)})
    calendar = WorkingDays.load()
    return [
        Line(
            row=row,
            drafting_unit=names[row.drafting_unit_id],
            units=[names[pk] for pk in row.unit_ids],
            light=light(row.due_on, calendar=calendar) if row.due_on and row.closed_at is None else None,
        )
        for row in rows
    ]


def table(filters: Filters, units: Sequence[Unit]) -> list[list[str]]:
    """The register as cells, without pages."""
    return [_cells(line) for line in lines(_rows(filters, units, most=MOST)[0])]


def _cells(line: Line) -> list[str]:
    row = line.row
    closed = timezone.localtime(row.closed_at).strftime("%Y-%m-%d") if row.closed_at else ""
    return [
        row.kind_label,
        line.drafting_unit.display_name,
        _(", ").join(unit.display_name for unit in line.units),
        row.state_label,
        f"{row.due_on.isoformat()} {line.light.words}" if row.due_on and line.light else "",
        timezone.localtime(row.opened_at).strftime("%Y-%m-%d"),
        timezone.localtime(row.changed_at).strftime("%Y-%m-%d"),
        closed,
    ]
