"""Units are renamed, closed, merged and split by administrators of their superior or of the alliance office."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from tenants.audit.models import Record
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units import rules, workflow
from tenants.units.history import history
from tenants.units.models import Tenant, Unit, UnitName
from tests.factories.desk import at_desk
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
NAMES = workflow.NewNames("南京市城市治理局", "南京市城治局", "Nanjing Urban Governance Bureau")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Refusals are compared in the language of the source."""
    with translation.override("en"):
        yield


def administrator(code: str) -> Actor:
    return make_actor(code, Role.UNIT_ADMINISTRATOR)


def unit(code: str) -> Unit:
    return Unit.objects.get(code=code)


def today() -> date:
    return timezone.localdate()


def recorded(chain: Unit) -> list[tuple[str, int | None]]:
    with as_owner():
        return list(Record.objects.filter(chain=chain.public_id).order_by("number").values_list("act", "unit_id"))


@pytest.mark.parametrize(
    ("code", "role", "expected"),
    [
        ("320000", Role.UNIT_ADMINISTRATOR, True),
        ("office", Role.UNIT_ADMINISTRATOR, True),
        ("320100", Role.UNIT_ADMINISTRATOR, False),
        ("340000", Role.UNIT_ADMINISTRATOR, False),
        ("320000", Role.AUDITOR, False),
        ("320000", Role.HANDLER, False),
    ],
)
def test_who_may_change_a_unit(code: str, role: Role, expected: bool) -> None:
    actor, nanjing = make_actor(code, role), unit("320100")

    assert rules.can_change(actor, nanjing) is expected
    with actor.acting(), transaction.atomic():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT unit_rename(%s, %s, %s)", [nanjing.public_id, NAMES.as_json(), today()])
            written = True
        except DatabaseError:
            written = False
    assert written is expected  # the database holds the same rule by itself


def test_a_renamed_unit_keeps_its_old_name_for_old_documents() -> None:
    actor, nanjing = administrator("320000"), unit("320100")

    with actor.acting():
        workflow.rename(nanjing, actor=actor, names=NAMES, on=today())
        told = history(nanjing)

    nanjing.refresh_from_db()
    assert (nanjing.name, nanjing.short_name, nanjing.name_en) == ("南京市城市治理局", "南京市城治局", NAMES.name_en)
    assert nanjing.pinyin == "nanjingshichengshizhiliju nanjingshichengzhiju"
    assert list(UnitName.objects.values_list("name", "valid_until")) == [("南京市城市管理局", today())]
    assert Tenant.objects.get(schema_name="u320100").name == "南京市城市治理局"
    assert [(event.names, event.on) for event in told] == [(("南京市城市管理局", "南京市城市治理局"), today())]
    assert recorded(nanjing) == [("renamed", actor.unit.pk)]


def test_a_name_cannot_change_in_the_future_or_before_a_later_change() -> None:
    actor, nanjing = administrator("320000"), unit("320100")

    with actor.acting():
        with pytest.raises(workflow.UnitActRefused, match="takes effect"):
            workflow.rename(nanjing, actor=actor, names=NAMES, on=today() + timedelta(days=1))
        workflow.rename(nanjing, actor=actor, names=NAMES, on=today())
        with pytest.raises(workflow.UnitActRefused, match="later change"):
            workflow.rename(nanjing, actor=actor, names=NAMES, on=today() - timedelta(days=1))

    assert recorded(nanjing) == [("renamed", actor.unit.pk)]


def test_a_closed_unit_leads_to_its_successor_and_changes_no_more() -> None:
    actor, xuanwu = administrator("320100"), unit("320102")

    with actor.acting():
        workflow.close(xuanwu, actor=actor, successor=unit("340100"), on=today())
        xuanwu.refresh_from_db()
        with pytest.raises(workflow.UnitActRefused, match="open unit"):
            workflow.rename(xuanwu, actor=actor, names=NAMES, on=today())

    assert (xuanwu.closed_on, xuanwu.successor) == (today(), unit("340100"))
    assert xuanwu not in Unit.objects.open()
    assert recorded(xuanwu) == [("closed", actor.unit.pk)]


def test_a_unit_may_close_on_a_day_to_come_and_is_open_until_then() -> None:
    actor, xuanwu = administrator("320100"), unit("320102")

    with actor.acting():
        workflow.close(xuanwu, actor=actor, successor=None, on=today() + timedelta(days=30))

    assert xuanwu in Unit.objects.open()


def test_a_unit_with_others_below_is_not_simply_closed() -> None:
    actor, nanjing = administrator("320000"), unit("320100")

    with actor.acting(), pytest.raises(workflow.UnitActRefused, match="subordinate units"):
        workflow.close(nanjing, actor=actor, successor=None, on=today())

    assert recorded(nanjing) == []


def test_a_merged_unit_hands_over_what_lies_below_it() -> None:
    actor = administrator("320100")
    with as_owner():
        other = Unit.objects.get(code="320102")
        other.pk, other.code, other.public_id = None, "320104", None
        other._state.adding = True
        fields = {
            f.attname: getattr(other, f.attname)
            for f in Unit._meta.concrete_fields
            if f.name not in ("id", "public_id")
        }
        qinhuai = Unit.objects.create(**fields)
        street = Unit.objects.create(**{**fields, "code": "320104001", "level": 4, "parent_id": qinhuai.pk})

    with actor.acting():
        workflow.merge(qinhuai, actor=actor, into=unit("320102"), on=today())

    street.refresh_from_db()
    qinhuai.refresh_from_db()
    assert street.parent == unit("320102")
    assert (qinhuai.closed_on, qinhuai.successor) == (today(), unit("320102"))
    assert recorded(qinhuai) == [("merged", actor.unit.pk)]
    assert recorded(unit("320102")) == [("took_over", actor.unit.pk)]


def test_cities_do_not_merge_while_their_counties_live_in_two_sites() -> None:
    actor, nanjing = administrator("office"), unit("320100")

    with actor.acting():
        with pytest.raises(workflow.UnitActRefused, match="another regional site"):
            workflow.merge(nanjing, actor=actor, into=unit("340100"), on=today())
        with pytest.raises(workflow.UnitActRefused, match="own level"):
            workflow.merge(nanjing, actor=actor, into=unit("320000"), on=today())
        with pytest.raises(workflow.UnitActRefused, match="another unit"):
            workflow.merge(nanjing, actor=actor, into=nanjing, on=today())

    assert recorded(nanjing) == []


def test_a_unit_split_off_begins_with_the_same_superior_and_site() -> None:
    actor, xuanwu = administrator("320100"), unit("320102")
    names = workflow.NewNames(
        "南京市新湖区城市管理局", "南京新湖区城管局", "Xinhu District Urban Management Bureau, Nanjing"
    )
    given = {
        "code": "320190",
        "names": names,
        "region": "南京市新湖区",
        "region_en": "Xinhu District, Nanjing",
        "on": today(),
    }

    with actor.acting():
        new = workflow.split(xuanwu, actor=actor, **given)
        with pytest.raises(workflow.UnitActRefused, match="already"):
            workflow.split(xuanwu, actor=actor, **given)
        told = history(new)

    assert (new.level, new.parent, new.tenant, new.is_lead) == (xuanwu.level, xuanwu.parent, xuanwu.tenant, False)
    assert [event.other for event in told] == [xuanwu]
    assert recorded(xuanwu) == [("split", actor.unit.pk)]
    assert recorded(new) == [("split_off", actor.unit.pk)]


def test_the_application_writes_no_unit_by_itself() -> None:
    actor = administrator("320000")

    for statement in (
        "UPDATE units_unit SET name = 'x'",
        "DELETE FROM units_unitname",
        "UPDATE units_tenant SET name = ''",
    ):
        with actor.acting(), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_unit_says_itself_under_which_number_it_is_reached() -> None:
    own, superior, nanjing = administrator("320100"), administrator("320000"), unit("320100")
    with own.acting():
        workflow.set_telephone(nanjing, actor=own, telephone="025-83639999")
        assert [event.label for event in history(nanjing)] == ["Telephone changed"]

    assert unit("320100").telephone == "025-83639999"
    assert recorded(nanjing) == [("telephone_set", nanjing.pk)]
    with superior.acting():
        with pytest.raises(workflow.UnitActRefused):
            workflow.set_telephone(nanjing, actor=superior, telephone="1")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT unit_telephone(%s, '1')", [nanjing.public_id])
    for number, status in (("025-83639998", 302), ("<b>", 200), ("", 302)):
        assert at_desk(own).post(f"/units/{nanjing.public_id}/telephone/", {"telephone": number}).status_code == status
    assert unit("320100").telephone == ""
