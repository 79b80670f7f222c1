"""The directory of units on the desk."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tenants.identity.roles import Role
from tenants.units.models import Unit, UnitName
from tenants.units.search import matching
from tests.factories.desk import at_desk, visitor
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def page(name: str, code: str = "") -> str:
    arguments = [Unit.objects.get(code=code).public_id] if code else []
    return reverse(f"units:{name}", urlconf="portal.urls.desk", args=arguments)


def browser(code: str = "340000", *roles: Role) -> Client:
    return at_desk(make_actor(code, *roles))


def test_strangers_are_asked_to_sign_in() -> None:
    for address in (page("directory"), page("unit", "320100"), page("rename", "320100")):
        assert visitor().get(address).status_code == 302


def test_the_tree_opens_level_by_level() -> None:
    reader = browser()

    closed = reader.get(page("directory"), headers={"accept-language": "zh"}).content.decode()
    opened = reader.get(page("directory"), {"open": "320100"}).content.decode()

    assert "协作会议办公室" in closed
    assert "江苏省住房和城乡建设厅" in closed
    assert "?open=320000" in closed
    assert "南京市城市管理局" not in closed
    assert "南京市城市管理局" in opened
    assert "南京市玄武区城市管理局" in opened
    assert "合肥市城市管理局" not in opened


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("南京", {"320100", "320102"}),
        ("njs", {"320100", "320102"}),
        ("nanjing shi", {"320100", "320102"}),
        ("3201", {"320100", "320102"}),
        ("玄武", {"320102"}),
        ("Unit 340100", {"340100"}),
        ("不存在", set()),
        ("  ", set()),
        ("%", set()),
        ("x" * 5000, set()),
    ],
)
def test_units_are_found_by_name_pinyin_initials_and_code(query: str, codes: set[str]) -> None:
    with as_owner():
        for code, pinyin, initials in (("320100", "nanjingshi", "njs"), ("320102", "nanjingshixuanwuqu", "njsxwq")):
            Unit.objects.filter(code=code).update(pinyin=pinyin, initials=initials)

    assert {unit.code for unit in matching(query)} == codes


def test_a_former_name_still_finds_the_unit() -> None:
    with as_owner():
        nanjing = Unit.objects.get(code="320100")
        UnitName.objects.create(unit=nanjing, name="南京市容局", short_name="市容局", valid_until=timezone.localdate())

    answer = browser().get(page("directory"), {"q": "市容"}).content.decode()

    assert "南京市城市管理局" in answer
    assert "南京市容局" in browser().get(page("unit", "320100")).content.decode()


def test_a_unit_page_tells_what_stands_around_it() -> None:
    answer = browser().get(page("unit", "320100")).content.decode()

    for words in ("南京市城市管理局", "Unit 320100", "江苏省住房和城乡建设厅", "南京市玄武区城市管理局"):
        assert words in answer
    assert 'href="http://nanjing.portal.localhost:8000/"' in answer
    assert page("rename", "320100") not in answer


def test_an_unknown_unit_is_not_found() -> None:
    assert browser().get("/units/00000000-0000-4000-8000-000000000000/").status_code == 404


@pytest.mark.parametrize("act", ["rename", "close", "merge", "split"])
@pytest.mark.parametrize(
    ("code", "roles", "status"),
    [
        ("320000", [Role.UNIT_ADMINISTRATOR], 200),
        ("office", [Role.UNIT_ADMINISTRATOR], 200),
        ("320100", [Role.UNIT_ADMINISTRATOR], 403),
        ("320000", [Role.HANDLER], 403),
    ],
)
def test_only_administrators_above_a_unit_reach_its_forms(act: str, code: str, roles: list[Role], status: int) -> None:
    assert browser(code, *roles).get(page(act, "320100")).status_code == status


def test_an_administrator_renames_a_unit_in_the_browser() -> None:
    administrator = browser("320000", Role.UNIT_ADMINISTRATOR)
    entered = {"name": "南京市城市治理局", "short_name": "城治局", "name_en": "Nanjing Urban Governance Bureau"}

    refused = administrator.post(page("rename", "320100"), {**entered, "on": "2999-01-01"})
    changed = administrator.post(page("rename", "320100"), {**entered, "on": timezone.localdate()}, follow=True)

    assert refused.status_code == 200
    assert changed.redirect_chain == [(page("unit", "320100"), 302)]
    assert Unit.objects.get(code="320100").name == "南京市城市治理局"
    assert "南京市城市管理局" in changed.content.decode()


def test_a_closed_unit_leads_to_its_successor() -> None:
    administrator = browser("320100", Role.UNIT_ADMINISTRATOR)

    wrong = administrator.post(page("close", "320102"), {"successor": "没有这个单位", "on": timezone.localdate()})
    done = administrator.post(page("close", "320102"), {"successor": "340100", "on": timezone.localdate()}, follow=True)

    assert wrong.status_code == 200
    assert "合肥市城市管理局" in done.content.decode()
    assert page("close", "320102") not in done.content.decode()


@pytest.mark.parametrize("opened", ["", "320100"])
def test_the_tree_costs_the_same_for_few_and_many(opened: str, django_assert_max_num_queries: object) -> None:
    reader = browser()
    with django_assert_max_num_queries(15):
        reader.get(page("directory"), {"open": opened})
