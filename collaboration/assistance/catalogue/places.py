"""Find units and districts by what people type: a name, pinyin, initials, a code, or what a unit is competent for."""

from django.db.models import Q, QuerySet

from collaboration.assistance.catalogue.addressees import units_for
from tenants.units.models import Unit
from tenants.units.search import meant_by


def units(query: str) -> QuerySet[Unit]:
    """Open units of the alliance that match; a code or a whole name means that unit alone."""
    open_units = Unit.objects.open().filter(level__gt=0)
    exact = open_units.filter(Q(code=query) | Q(name=query) | Q(short_name=query))
    if exact.exists():
        return exact
    return open_units.filter(meant_by(query) | units_for(query)).distinct()


def find(query: str) -> list[Unit]:
    """Units whose own area is meant by this name or code; five at most."""
    areas = Unit.objects.open().filter(level__gt=0)
    exact = list(areas.filter(Q(code=query) | Q(region=query))[:5])
    return exact or list(areas.filter(region__icontains=query)[:5])
