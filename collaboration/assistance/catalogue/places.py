"""Find units and districts by what people type: a name, pinyin, initials, a code, or what a unit is competent for."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from collaboration.assistance.catalogue.addressees import areas_around, competent_for, units_for
from collaboration.assistance.models import Competence, Subject
from collaboration.assistance.models.catalogue import in_language
from tenants.units.models import Level, Unit
from tenants.units.search import meant_by


def units(query: str) -> QuerySet[Unit]:
    """Open units of the alliance that match; a code or a whole name means that unit alone."""
    open_units = Unit.objects.open().filter(level__gt=0)
    exact = open_units.filter(Q(code=query) | Q(name=query) | Q(short_name=query))
    if exact.exists():
        return exact
    return open_units.filter(meant_by(query) | units_for(query)).distinct()


def sought(query: str, subject: Subject | None, area: str) -> QuerySet[Unit]:
    """Units that match, and that are competent for the subject; in an area those that are there, or above it."""
    found = units(query) if query else Unit.objects.open().filter(level__gt=0)
    if subject and area and (right := competent_for(subject, area)):
        return found.filter(pk__in=[unit.pk for unit in right])
    if area:
        return found.filter(code__in=areas_around(area))
    if subject:
        return found.filter(pk__in=Competence.objects.now().filter(subject=subject).values("unit"))
    return found


def below(above: Unit | None) -> QuerySet[Unit]:
    """The next open units down the tree, each with how many come below it; of nothing, the units on top."""
    here = Unit.objects.open().filter(parent=above) if above else Unit.objects.open().filter(level=Level.PROVINCE)
    return here.annotate(further=Count("children", filter=Q(children__closed_on=None))).order_by("code")


def regions(codes: Iterable[str]) -> dict[str, str]:
    """What the areas of these division codes are called, where a unit stands for them."""
    return {unit.code: name_of(unit) for unit in Unit.objects.filter(code__in=set(codes))}


def name_of(unit: Unit) -> str:
    """What the unit's area is called, in the reader's language."""
    return in_language(unit.region, unit.region_en)


def find(query: str) -> list[Unit]:
    """Units whose own area is meant by this name or code; five at most."""
    areas = Unit.objects.open().filter(level__gt=0)
    exact = list(areas.filter(Q(code=query) | Q(region=query) | Q(region_en__iexact=query))[:5])
    return exact or list(areas.filter(Q(region__icontains=query) | Q(region_en__icontains=query))[:5])
