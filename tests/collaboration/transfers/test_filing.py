"""Cases across units reach the province of each side by themselves, once; it acknowledges, queries, exports."""

import pytest
from django.db import DatabaseError, transaction

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow import receiving
from collaboration.errors import NotAllowed, WrongState
from collaboration.matters.models import Matter
from collaboration.transfers import register
from collaboration.transfers.models import Filing
from collaboration.transfers.register import Filters
from collaboration.transfers.workflow import filing
from collaboration.worklist.models import Waiting
from tests.factories import requests
from tests.factories import transfers as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_system

pytestmark = pytest.mark.django_db


def test_both_provinces_get_it_once_and_no_more_than_the_register_shows():
    county, hefei, jiangsu, anhui = (make_actor(code) for code in ("320102", "340100", "320000", "340000"))
    approver = make_actor("320100")
    request = requests.make_request(county, hefei.unit, "transfer")
    request = requests.send(county, request)
    with at_home(approver):
        receiving.decide_level(approver, request, approves=True)
    request = requests.accept(hefei, request)

    ours, theirs = make.file(request)
    with as_system():
        assert filing.file_case(request.public_id) == 0 and filing.catch_up() == 0
    assert (ours.province, ours.matter.drafting_unit.code, ours.unit) == (jiangsu.unit, "320100", county.unit)
    assert (ours.side, theirs.side, theirs.province) == ("transferred", "received", anhui.unit)
    with at_home(jiangsu):
        assert [one.title for one in Filing.objects.filed_with(jiangsu)] == ["样例协助事项"]
        assert not AssistanceRequest.objects.exists()
        assert Waiting.objects.filter(matter=ours.pk, step="acknowledge").exists()
        ((row,),) = register.table(jiangsu, Filters(q="样例"))
        assert row[4] and row[7]
    with at_home(make_actor("330000")):
        assert not Filing.objects.exists()


def test_a_side_that_is_the_province_itself_files_nothing():
    shanghai, anhui = make_actor("310000"), make_actor("340000")
    assert make.file(make.accepted(shanghai, anhui)) == []
    nanjing, jiangsu = make_actor("320100"), make_actor("320000")
    up = requests.accept(jiangsu, requests.send(nanjing, requests.make_request(nanjing, jiangsu.unit)))
    assert make.file(up) == []
    enquiry = requests.make_request(nanjing, make_actor("340100").unit, "enquiry")
    assert make.file(requests.accept(make_actor("340100"), requests.send(nanjing, enquiry))) == []


def test_acknowledged_queried_answered():
    nanjing, hefei, jiangsu = make_actor("320100"), make_actor("340100"), make_actor("320000")
    kept = make.file(make.accepted(nanjing, hefei))[0]
    with at_home(nanjing), pytest.raises(NotAllowed):
        filing.acknowledge(nanjing, kept)
    with at_home(nanjing), pytest.raises(DatabaseError), transaction.atomic():
        Matter.objects.filter(pk=kept.pk).update(state="acknowledged")
    with at_home(jiangsu):
        asked = filing.ask(jiangsu, kept, text="是否已立案？")
        with pytest.raises(WrongState):
            filing.ask(jiangsu, kept, text="再问。")
        with pytest.raises(NotAllowed):
            filing.answer(jiangsu, kept, text="自答。")
    with at_home(nanjing):
        assert filing.answer(nanjing, kept, text="正在核查。").pk == asked.pk
    with at_home(jiangsu):
        filing.acknowledge(jiangsu, kept)
        assert Matter.objects.get(pk=kept.pk).state == "acknowledged"
        assert not Waiting.objects.open().filter(matter=kept.pk).exists()


def test_the_register_on_the_desk():
    nanjing, hefei, jiangsu = make_actor("320100"), make_actor("340100"), make_actor("320000")
    kept = make.file(make.accepted(nanjing, hefei))[0]
    browser = at_desk(jiangsu)
    assert "样例协助事项" in browser.get("/transfers/filed/?side=transferred").content.decode()
    assert "样例协助事项" not in browser.get("/transfers/filed/?side=assisted").content.decode()
    answer = browser.get("/transfers/filed/?format=csv")
    assert answer["Content-Type"].startswith("text/csv") and "样例协助事项" in answer.getvalue().decode()
    assert browser.get("/transfers/filed/?format=xlsx").getvalue().startswith(b"PK")
    page = f"/transfers/filed/{kept.public_id}/"
    assert browser.post(f"{page}query/", {"text": " "}).status_code == 422
    assert browser.post(f"{page}acknowledge/", follow=True).status_code == 200
    assert at_desk(hefei).get(page).status_code == 404


def test_the_whole_register_is_asked_for_some_rows_at_a_time(monkeypatch):
    nanjing, hefei, jiangsu = make_actor("320100"), make_actor("340100"), make_actor("320000")
    for _case in range(3):
        make.file(make.accepted(nanjing, hefei))
    monkeypatch.setattr(register, "AT_ONCE", 2)
    with at_home(jiangsu):
        assert [len(rows) for rows in register.table(jiangsu, Filters())] == [2, 1]
