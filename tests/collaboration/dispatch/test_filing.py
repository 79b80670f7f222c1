"""What member units issue is filed with the lead units by itself; they acknowledge, or ask."""

from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from openpyxl import load_workbook

from collaboration.dispatch import workflow
from collaboration.dispatch.models import Addressee, Query, State
from collaboration.documents.workflow import aftercare
from collaboration.errors import WrongState
from collaboration.matters.models import Matter
from collaboration.notifications.models import Notification
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tests.factories.desk import at_desk
from tests.factories.dispatched import file_it, make_sealed
from tests.factories.people import make_actor
from tests.ownership import as_system

pytestmark = pytest.mark.django_db
LEADS = ["310000", "320000", "330000", "340000"]


def test_a_document_of_two_cities_is_filed_with_all_four_lead_units() -> None:
    author, guest = make_actor("320100"), make_actor("340100")
    lead, other = make_actor("310000"), make_actor("330000")
    document = make_sealed(author, guest)

    dispatch = file_it(document)

    with author.acting():
        assert [one.unit.code for one in Addressee.objects.select_related("unit")] == LEADS
        assert Waiting.objects.open().filter(matter=dispatch.pk, step="acknowledge").count() == 4
    with lead.acting():
        assert [one.unit_id for one in Addressee.objects.filed_with(lead)] == [lead.unit.pk]
        assert list(Addressee.objects.values_list("unit__code", flat=True)) == ["310000"]
        assert Notification.objects.get(user=lead.user).act == "filed"
    with lead.acting():
        workflow.acknowledge(lead, dispatch)
        with pytest.raises(WrongState):
            workflow.acknowledge(lead, dispatch)
    with other.acting():
        assert [record.act for record in Record.objects.filter(chain=dispatch.public_id)] == ["filed"]


def test_superiors_of_a_county_are_informed() -> None:
    author, guest, city = make_actor("320102"), make_actor("340100"), make_actor("320100")
    dispatch = file_it(make_sealed(author, guest))

    with author.acting():
        roles = {one.unit.code: one.role for one in Addressee.objects.select_related("unit")}
    assert roles == {**dict.fromkeys(LEADS, "filed"), "320100": "informed"}
    with city.acting():
        assert [one.role for one in Addressee.objects.filed_with(city)] == ["informed"]
        assert not Waiting.objects.filter(matter=dispatch.pk).exists()


def test_lead_units_that_signed_it_are_not_told_again() -> None:
    author, guest = make_actor("310000"), make_actor("320000")

    file_it(make_sealed(author, guest))

    with author.acting():
        assert [one.unit.code for one in Addressee.objects.select_related("unit")] == ["330000", "340000"]


def test_what_was_missed_is_filed_later() -> None:
    document = make_sealed(make_actor("320100"), make_actor("340100"))

    with as_system():
        assert aftercare.catch_up() == 1
        assert aftercare.catch_up() == 0
    with make_actor("340000").acting():
        assert Addressee.objects.get().dispatch.about == document.public_id


def test_a_query_is_answered_in_the_same_place_and_read_by_who_asked() -> None:
    author, guest = make_actor("320100"), make_actor("340100")
    lead, other = make_actor("310000"), make_actor("330000")
    dispatch = file_it(make_sealed(author, guest))

    with lead.acting():
        asked = workflow.ask(lead, dispatch, text="第二条所称季度如何计算？")
        with pytest.raises(WrongState):
            workflow.ask(lead, dispatch, text="另问。")
    with other.acting():
        workflow.ask(other, dispatch, text="样例询问。")
        assert [query.text for query in Query.objects.all()] == ["样例询问。"]
    with author.acting():
        assert Waiting.objects.open().filter(matter=dispatch.pk, step="answer_query").count() == 1
        workflow.answer_query(author, dispatch, asked, text="按自然季度计算。")
        assert Waiting.objects.open().filter(matter=dispatch.pk, step="answer_query").count() == 1
        workflow.answer_query(author, dispatch, Query.objects.get(answered_at=None), text="样例答复。")
        assert not Waiting.objects.open().filter(matter=dispatch.pk, step="answer_query").exists()
    with lead.acting():
        assert [query.answer for query in Query.objects.all()] == ["按自然季度计算。"]
        acts = list(Record.objects.filter(chain=dispatch.public_id).values_list("act", flat=True))
        assert acts == ["filed", "queried", "query_answered"]


def test_a_filing_is_complete_when_all_have_acknowledged() -> None:
    author = make_actor("320100")
    dispatch = file_it(make_sealed(author, make_actor("340100")))

    for code in LEADS:
        lead = make_actor(code)
        with lead.acting():
            workflow.acknowledge(lead, dispatch)

    with author.acting():
        assert Matter.objects.get(pk=dispatch.pk).state == State.COMPLETE


def test_a_lead_unit_cannot_answer_for_another_one() -> None:
    lead = make_actor("310000")
    dispatch = file_it(make_sealed(make_actor("320100"), make_actor("340100")))

    with lead.acting():
        assert Addressee.objects.filter(dispatch=dispatch, unit__code="330000").update(answered_by="x") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Matter.objects.filter(pk=dispatch.pk).update(state=State.COMPLETE)


def test_the_register_is_filtered_and_exported() -> None:
    lead = make_actor("310000")
    cities = make_sealed(make_actor("320100"), make_actor("340100"), title="城市样例协议")
    county = make_sealed(make_actor("320102"), make_actor("340100"), title="区县样例协议")
    for document in (cities, county):
        file_it(document)
    browser = at_desk(lead)

    def shown(query: str) -> list[str]:
        return [row.dispatch.title for row, *_rest in browser.get(f"/dispatch/filed/?{query}").context["lines"]]

    assert shown("") == ["区县样例协议", "城市样例协议"]
    assert shown("level=3") == ["区县样例协议"]
    assert shown("q=城市样例") == ["城市样例协议"]
    assert shown("standing=acknowledged") == []
    assert shown("standing=open&year=1999") == ["区县样例协议", "城市样例协议"]

    answer = browser.get("/dispatch/filed/?level=2&format=xlsx")
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert [row[1] for row in rows[1:]] == ["城市样例协议"]
