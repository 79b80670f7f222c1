"""How a province or city joins: its unit, its site on a host of its own, and the units below it, all or nothing."""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from tenants.db import stamping
from tenants.hosts import ALLIANCE_SCHEMA
from tenants.units import labels
from tenants.units.divisions import Division, below, divisions
from tenants.units.models import Domain, Level, Tenant, Unit
from tenants.units.naming import OFFICE, Names, names
from tenants.units.organisation_codes import demonstration_code

OFFICE_CODE = "office"
ALLIANCE_NAMES = ("长三角区域城市管理执法协作机制", "Yangtze River Delta Urban Management Alliance")
MAY_HAVE_A_SITE = (Level.PROVINCE, Level.CITY)

after_founding: list[Callable[[Tenant], None]] = []  # apps add in ready() what a new site begins with
after_moving: list[Callable[[Tenant], None]] = []  # and what follows a site to another host


class CannotFound(Exception):
    """The site cannot be made; the sentence is for people."""


def found_alliance() -> Unit:
    """The alliance's own site on the base domain, and the office that keeps what all units share."""
    with transaction.atomic():
        tenant = _make_site(ALLIANCE_SCHEMA, ALLIANCE_NAMES, "", settings.BASE_DOMAIN)
        office = _unit(OFFICE_CODE, Level.OFFICE, OFFICE, None, tenant)
        office.save()
        _begin(tenant)
    return office


def found(code: str, *, label: str = "", host: str = "", with_lower: bool = True) -> Unit:
    """Let the province or city with this division code join, and everything directly below it that has no site.

    Raises ``CannotFound`` and leaves nothing behind when that is not possible.
    """
    division = _division(code)
    superior = _superior(division)
    label = label or labels.label(division)
    host = host or f"{label}.{settings.BASE_DOMAIN}"
    called = names(division)
    _check_free(division, label, host)
    try:
        with transaction.atomic():
            tenant = _make_site(schema_name(code), (called.name, called.name_en), label, host)
            unit = _unit(code, division.level, called, superior, tenant)
            unit.save()
            if with_lower:
                add_units([each for each in below(code) if not _has_site_of_its_own(each)])
            _begin(tenant)
    except IntegrityError as error:
        raise CannotFound(f"Somebody else is creating {code} at this moment.") from error
    return unit


def add_units(members: Iterable[Division]) -> int:
    """Write the units of these divisions where they are missing, each in the site of its superior; how many."""
    members = list(members)
    superiors = {unit.code: unit for unit in Unit.objects.filter(code__in={each.parent for each in members})}
    known = set(Unit.objects.filter(code__in=[each.code for each in members]).values_list("code", flat=True))
    missing = [
        _unit(each.code, each.level, names(each), superiors[each.parent], superiors[each.parent].tenant)
        for each in members
        if each.code not in known
    ]
    return len(Unit.objects.bulk_create(missing, batch_size=1000))


def schema_name(code: str) -> str:
    """The schema of the province or city with this division code."""
    return f"u{code}"


def _division(code: str) -> Division:
    division = divisions().get(code)
    if division is None:
        raise CannotFound(f"There is no province or city with the division code {code}.")
    if division.level not in MAY_HAVE_A_SITE:
        raise CannotFound(
            f"{division.name} ({code}) is no province or city; its unit lives in the site of {division.parent}."
        )
    return division


def _superior(division: Division) -> Unit:
    superior = Unit.objects.filter(code=division.parent or OFFICE_CODE).first()
    if superior is None and division.parent:
        raise CannotFound(f"{divisions()[division.parent].name} has not joined; create {division.parent} first.")
    if superior is None:
        raise CannotFound("There is no alliance yet; run load_alliance first.")
    return superior


def _has_site_of_its_own(division: Division) -> bool:
    return division.level == Level.CITY and division.code.endswith("00")


def _check_free(division: Division, label: str, host: str) -> None:
    """The reasons for which people can be told no; what two callers do at once is found by the database."""
    if unit := Unit.objects.filter(code=division.code).select_related("tenant").first():
        raise CannotFound(f"{unit.name} ({unit.code}) is there already, in the site {unit.tenant.schema_name}.")
    if not labels.is_usable(label):
        raise CannotFound(f"“{label}” cannot be the first part of a host name, or is reserved.")
    if tenant := Tenant.objects.filter(label=label).first():
        raise CannotFound(f"The label “{label}” belongs to {tenant.name} already; choose another with --label.")
    if domain := Domain.objects.filter(domain=host).select_related("tenant").first():
        raise CannotFound(f"The host {host} belongs to {domain.tenant.name} already; choose another with --host.")
    if host in (settings.BASE_DOMAIN, f"desk.{settings.BASE_DOMAIN}"):
        raise CannotFound(f"The host {host} is the portal's own.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [schema_name(division.code)])
        if cursor.fetchone()[0]:
            raise CannotFound(f"The schema {schema_name(division.code)} is there already, without a site.")


def _make_site(schema: str, called: tuple[str, str], label: str, host: str) -> Tenant:
    tenant = Tenant.objects.create(schema_name=schema, name=called[0], name_en=called[1], label=label)
    Domain.objects.create(domain=host, tenant=tenant, is_primary=True)
    stamping.stamp(schema)
    return tenant


def _begin(tenant: Tenant) -> None:
    for begin in after_founding:
        begin(tenant)


def _unit(code: str, level: Level, called: Names, superior: Unit | None, tenant: Tenant) -> Unit:
    is_demonstration = getattr(settings, "DEMO", False) and len(code) == 6 and code.isdigit()
    return Unit(
        code=code,
        level=level,
        parent=superior,
        tenant=tenant,
        name=called.name,
        short_name=called.short_name,
        name_en=called.name_en,
        region=called.region,
        region_en=called.region_en,
        pinyin=called.pinyin,
        initials=called.initials,
        is_lead=level == Level.PROVINCE,
        code_word=called.code_word,
        organisation_code=demonstration_code(code) if is_demonstration else "",
    )
