"""A province or city joins in one transaction, or not at all."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import Client

from tenants.units import founding, loading
from tenants.units.divisions import divisions
from tenants.units.founding import CannotFound, found
from tenants.units.models import Domain, Level, Tenant, Unit
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def schemas() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'u______'")
        return {row[0] for row in cursor.fetchall()}


def everything() -> tuple[object, ...]:
    return (Tenant.objects.count(), Domain.objects.count(), Unit.objects.count(), schemas())


def test_a_city_joins_with_its_counties_and_answers_at_once() -> None:
    with as_owner():
        wuxi = found("320200")

    assert (wuxi.name, wuxi.level, wuxi.parent.code, wuxi.is_lead) == ("无锡市城市管理局", Level.CITY, "320000", False)
    assert wuxi.tenant.schema_name == "u320200"
    assert list(wuxi.tenant.domains.values_list("domain", "is_primary")) == [("wuxi.portal.localhost", True)]
    below = wuxi.children.all()
    assert {unit.code for unit in below} == {each.code for each in divisions().values() if each.parent == "320200"}
    assert {unit.tenant for unit in below} == {wuxi.tenant}
    assert Client(headers={"host": "wuxi.portal.localhost"}).get("/").status_code == 200
    connection.set_schema_to_public()


def test_a_province_from_elsewhere_joins_and_then_its_cities() -> None:
    with as_owner():
        with pytest.raises(CannotFound, match="create 420000 first"):
            found("420100")
        hubei, wuhan = found("420000"), found("420100")

    assert (hubei.parent.code, hubei.is_lead, hubei.tenant.label) == ("office", True, "hubei")
    assert (wuhan.parent, wuhan.tenant.label) == (hubei, "wuhan")
    assert {unit.level for unit in hubei.children.exclude(pk=wuhan.pk)} == {Level.COUNTY}  # governed without a city


def test_a_municipality_brings_its_districts_at_the_level_of_cities() -> None:
    with as_owner():
        beijing = found("110000")

    assert {(unit.level, unit.tenant) for unit in beijing.children.all()} == {(Level.CITY, beijing.tenant)}


@pytest.mark.parametrize(
    ("code", "options", "sentence"),
    [
        ("320100", {}, "is there already"),
        ("320102", {}, "no province or city"),
        ("999999", {}, "no province or city with the division code"),
        ("'; DROP", {}, "no province or city with the division code"),
        ("320200", {"label": "desk"}, "reserved"),
        ("320200", {"label": "Wuxi!"}, "cannot be the first part"),
        ("320200", {"label": "nanjing"}, "belongs to"),
        ("320200", {"host": "nanjing.portal.localhost"}, "belongs to"),
        ("320200", {"host": "desk.portal.localhost"}, "portal's own"),
    ],
)
def test_what_cannot_join_is_told_in_a_sentence_and_leaves_nothing(code: str, options: dict, sentence: str) -> None:
    before = everything()

    with as_owner(), pytest.raises(CommandError, match=sentence):
        call_command("create_tenant", code, **options)

    assert everything() == before


def test_a_failure_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything()

    def broken(tenant: Tenant) -> None:
        raise RuntimeError(tenant.schema_name)

    monkeypatch.setattr(founding, "after_founding", [broken])
    with as_owner(), pytest.raises(RuntimeError, match="u320200"), transaction.atomic():
        found("320200")

    assert everything() == before


def test_a_schema_without_a_site_is_not_taken_over() -> None:
    with as_owner():
        connection.cursor().execute("CREATE SCHEMA u320200")
        with pytest.raises(CannotFound, match="without a site"):
            found("320200")


def test_street_units_join_below_the_counties_that_are_there() -> None:
    with as_owner():
        added = loading.load_streets(["320100"])
        again = loading.load_streets(["320100"])

    streets = Unit.objects.filter(level=Level.STREET)
    assert (added, again) == (streets.count(), 0)
    assert {street.parent.code for street in streets} == {"320102"}
    assert {street.tenant.schema_name for street in streets} == {"u320100"}
    assert all(street.name.startswith("南京市玄武区") and street.name.endswith("综合行政执法队") for street in streets)


def test_the_first_host_follows_the_base_domain_and_own_domains_stay(settings: object) -> None:
    nanjing = Tenant.objects.get(label="nanjing")
    settings.BASE_DOMAIN = "portal.example"
    with as_owner():
        Domain.objects.create(tenant=nanjing, domain="chengguan.example", is_primary=False)
        loading.follow_base_domain()

    assert set(nanjing.domains.values_list("domain", flat=True)) == {"nanjing.portal.example", "chengguan.example"}
    assert Domain.objects.filter(domain="portal.example", tenant__label="").exists()
