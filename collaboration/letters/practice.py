"""Whether a unit goes by letter for a kind of request, and whether it seals: what it set, else what the kind says."""

from dataclasses import dataclass

from collaboration.assistance.models import KindVersion
from collaboration.letters.models import Practice
from tenants.units.models import Unit


@dataclass(frozen=True, slots=True)
class Way:
    """How one unit goes about one kind."""

    by_letter: bool
    is_sealed: bool


def way_of(unit: Unit, version: KindVersion) -> Way:
    """The unit's own setting for the kind, then its setting for all kinds, then the kind's."""
    rows = {row.kind_id: row for row in Practice.objects.filter(unit=unit, kind__in=[version.kind_id])}
    row = rows.get(version.kind_id) or Practice.objects.filter(unit=unit, kind=None).first()
    if row is not None:
        return Way(row.by_letter, row.is_sealed)
    return Way(version.goes_by_letter, is_sealed=True)
