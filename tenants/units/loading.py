"""The alliance of the Yangtze River Delta: its office, provinces, cities and counties, and the streets asked for."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby

from django.conf import settings
from django.db import connection, transaction

from tenants.units.divisions import Division, divisions, streets
from tenants.units.founding import OFFICE_CODE, add_units, after_moving, found, found_alliance
from tenants.units.models import Domain, Level, Tenant, Unit

PROVINCES = ("31", "32", "33", "34")
WITH_STREETS = ("321100", "330900", "340600")  # 镇江, 舟山, 淮北: where the demonstration shows street units

Report = Callable[[str], object]


def load_alliance(*, report: Report) -> None:
    """Bring in whatever of the alliance is missing. What is there stays as its administrators left it."""
    known = set(Unit.objects.values_list("code", flat=True))
    if OFFICE_CODE not in known:
        found_alliance()
    missing = [each for each in _members() if each.code.endswith("00") and each.code not in known]
    for level, members in groupby(missing, key=lambda each: each.level):
        for number, division in enumerate(_found_all(members), start=1):
            report(f"{Level(level).label} {number}: {division.name}")
    added = add_units(each for each in _members() if not each.code.endswith("00"))
    added += load_streets(WITH_STREETS)
    follow_base_domain()
    report(f"{Tenant.objects.count()} sites, {Unit.objects.count()} units, {len(missing) + added} of them new.")


def _found_all(members: Iterable[Division]) -> Iterator[Division]:
    """Found sites two at a time: PostgreSQL spends nearly all of the time, one processor for each connection."""

    def found_one(division: Division) -> Division:
        try:
            found(division.code, with_lower=False)
        finally:
            connection.close()
        return division

    with ThreadPoolExecutor(max_workers=2) as pool:
        yield from pool.map(found_one, members)


def load_streets(codes: Iterable[str] = PROVINCES) -> int:
    """Add the street units below these provinces, cities or counties, as far as their counties are there; how many."""
    prefixes = tuple(_significant(code) for code in codes)
    superiors = set(Unit.objects.filter(level__in=(Level.CITY, Level.COUNTY)).values_list("code", flat=True))
    wanted = (each for each in streets().values() if each.code.startswith(prefixes) and each.parent in superiors)
    with transaction.atomic():
        return add_units(wanted)


def follow_base_domain() -> None:
    """Let every site's first host follow the base domain it is served under; domains of its own stay."""
    for tenant in Tenant.objects.all():
        first = min(tenant.domains.all(), key=lambda domain: domain.pk)
        host = f"{tenant.label}.{settings.BASE_DOMAIN}" if tenant.label else settings.BASE_DOMAIN
        if first.domain != host and not Domain.objects.filter(domain=host).exists():
            first.domain = host
            first.save()
            for follow in after_moving:
                follow(tenant)


def _members() -> list[Division]:
    """Provinces, cities, districts, counties and zones of the alliance, higher ones first."""
    found_here = [each for each in divisions().values() if each.province in PROVINCES]
    return sorted(found_here, key=lambda each: (each.level, each.code))


def _significant(code: str) -> str:
    """The digits that the codes below a division begin with: 3201 for 320100."""
    return code.removesuffix("0000").removesuffix("00") if len(code) == 6 else code
