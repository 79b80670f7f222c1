"""Find units and districts by what people type: a name, pinyin, initials, a code, or what a unit is competent for."""

from django.db.models import Count, Q, QuerySet

from collaboration.assistance.catalogue.addressees import units_for
from tenants.units.models import Level, Unit
from tenants.units.search import meant_by


def units(query: str) -> QuerySet[Unit]:
    """Open units of the alliance that match; a code or a whole name means that unit alone."""
    open_units = Unit.objects.open().filter(level__gt=0)
    exact = open_units.filter(Q(code=query) | Q(name=query) | Q(short_name=query))
    if exact.exists():
        return exact
    return open_units.filter(meant_by(query) | units_for(query)).distinct()


def below(above: Unit | None) -> QuerySet[Unit]:
    """The next open units down the tree, each with how many come below it; of nothing, the units on top."""
    here = Unit.objects.open().filter(parent=above) if above else Unit.objects.open().filter(level=Level.PROVINCE)
    return here.annotate(further=Count("children", filter=Q(children__closed_on=None))).order_by("code")


def find(query: str) -> list[Unit]:
    """Units whose own area is meant by this name or code; five at most."""
    areas = Unit.objects.open().filter(level__gt=0)
    exact = list(areas.filter(Q(code=query) | Q(region=query))[:5])
    return exact or list(areas.filter(region__icontains=query)[:5])
