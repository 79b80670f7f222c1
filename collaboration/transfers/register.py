"""The register of cases filed with a province: filters in its address, one page read at a time, or as a table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.assistance.models import RequestKind, Status
from collaboration.transfers.models import Filing, FilingState, Outcome, Side, Stage
from tenants.identity.actor import Actor

MOST, AT_ONCE = 100_000, 500
HEADINGS = (
    gettext_lazy("Case number"), gettext_lazy("Title"), gettext_lazy("Kind"), gettext_lazy("Unit"),
    gettext_lazy("Part in the case"), gettext_lazy("Other side"), gettext_lazy("Taken up on"), gettext_lazy("State"),
    gettext_lazy("Last reported"), gettext_lazy("Filed on"), gettext_lazy("Filing"), gettext_lazy("Acknowledged by"),
)  # fmt: skip
FIELDS = ("year", "kind", "side", "standing", "unit", "q")


@dataclass(frozen=True)
class Progress:
    """How far a filed case is, as the province may know."""

    state: str = ""
    stage: str = ""

    @property
    def words(self) -> str:
        """The state of the request."""
        return str(Status(self.state).label) if self.state else ""

    @property
    def reported(self) -> str:
        """What was reported back last."""
        known = {**dict(Stage.choices), **dict(Outcome.choices)}
        return str(known[self.stage]) if self.stage else ""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; what it says wrongly counts as not said."""

    year: str = ""
    kind: str = ""
    side: str = ""
    standing: str = ""
    unit: str = ""
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str], actor: Actor) -> Self:
        """The filters in an address."""
        allowed = {
            "year": [str(year) for year in years(actor)],
            "kind": list(RequestKind.objects.values_list("code", flat=True)),
            "side": Side.values,
            "standing": FilingState.values,
            "unit": [code for code, _name in units(actor)],
        }
        said = {name: given.get(name, "") for name in allowed}
        words = given.get("q", "").strip()[:100]
        return cls(**{name: value for name, value in said.items() if value in allowed[name]}, q=words)

    @property
    def query(self) -> str:
        """The filters as an address says them."""
        return urlencode({name: value for name in FIELDS if (value := getattr(self, name))})


def years(actor: Actor) -> list[int]:
    """The years in which cases were filed with the unit, the newest first."""
    rows = Filing.objects.filed_with(actor).order_by("-matter__opened_at__year")
    return list(rows.values_list("matter__opened_at__year", flat=True).distinct())


def units(actor: Actor) -> list[tuple[str, str]]:
    """The units whose cases were filed."""
    found = Filing.objects.filed_with(actor).order_by("unit__code")
    return list(found.values_list("unit__code", "unit__name").distinct())


def filed(actor: Actor, filters: Filters) -> QuerySet[Filing]:
    """The rows of the register that the filters let through, the newest first."""
    rows = Filing.objects.filed_with(actor)
    exact = {"kind": "kind", "side": "side", "standing": "matter__state", "unit": "unit__code"}
    rows = rows.filter(**{path: value for name, path in exact.items() if (value := getattr(filters, name))})
    if filters.year:
        rows = rows.filter(matter__opened_at__year=int(filters.year))
    if filters.q:
        named = Q(unit__name__icontains=filters.q) | Q(other__name__icontains=filters.q)
        rows = rows.filter(Q(title__icontains=filters.q) | Q(case_number__icontains=filters.q) | named)
    return rows


def progress_of(filings: Iterable[Filing]) -> dict[UUID, Progress]:
    """How far the cases of these filings are; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM transfers_progress(%s::uuid[])", [[one.about for one in filings]])
        return {about: Progress(state, stage) for about, state, stage in cursor.fetchall()}


def table(actor: Actor, filters: Filters) -> Iterator[list[list[str]]]:
    """The register as cells, some rows at a time, without pages."""
    keys = list(filed(actor, filters).values_list("pk", flat=True)[:MOST])
    for start in range(0, len(keys), AT_ONCE):
        found = Filing.objects.filed_with(actor).in_bulk(keys[start : start + AT_ONCE])
        rows = [found[pk] for pk in keys[start : start + AT_ONCE] if pk in found]
        progress = progress_of(rows)
        yield [_cells(row, progress.get(row.about, Progress())) for row in rows]


def _cells(row: Filing, progress: Progress) -> list[str]:
    """One row of the register as cells of a table."""
    opened: Sequence[str] = (date_format(timezone.localtime(row.matter.opened_at), "Y-m-d"), str(row.state.label))
    return [
        row.case_number or "—",
        row.title or _("Purged request"),
        str(row.kind),
        row.unit.display_name,
        str(row.get_side_display()),
        row.other.display_name,
        date_format(row.accepted_on, "Y-m-d"),
        progress.words,
        progress.reported,
        *opened,
        row.acknowledged_by,
    ]
