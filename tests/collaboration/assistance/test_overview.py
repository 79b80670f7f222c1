"""The ledger with its filters, views and exports; ratings; and how units answer, in figures."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone
from openpyxl import load_workbook

from collaboration.assistance.models import LedgerLine, Rating, SavedView
from collaboration.assistance.overview import rating, statistics
from collaboration.assistance.workflow import handling, receiving
from collaboration.errors import NotAllowed, WrongState
from collaboration.matters.models import Matter
from collaboration.worklist.models import Waiting
from tests.factories import requests as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def closed(asking, asked):
    request = make.reply(asked, make.accept(asked, make.send(asking, make.make_request(asking, asked.unit))))
    with at_home(asking):
        handling.confirm(asking, request)
    return request


def test_the_ledger_is_filtered_kept_and_taken_along():
    nanjing, hefei = make_actor("320100"), make_actor("340100")
    make.send(nanjing, make.make_request(nanjing, hefei.unit, title="=样例台账事项"))
    make.make_request(nanjing, hefei.unit, "enquiry", title="另一样例")
    browser = at_desk(nanjing)

    def shows(query):
        text = browser.get(f"/assistance/?{query}").content.decode()
        return ["=样例台账事项" in text, "另一样例" in text]

    assert shows("") == [True, True]
    assert shows("kind=evidence") == [True, False]
    assert "演示立〔2026〕7号" in browser.get("/assistance/?q=演示立[2026]7号").content.decode()
    assert shows("state=draft&since=2020-01-01") == [False, True]
    assert shows("unit=没有的单位") == shows("until=2020-01-01") == shows("late=yes") == [False, False]
    assert shows("state=nonsense&since=nonsense") == [True, True]
    assert "样例当事人" not in browser.get("/assistance/?format=print").content.decode()
    assert shows("order=due") == shows("unit=3401") == [True, True]

    def taken(form):
        return b"".join(browser.get(f"/assistance/?format={form}").streaming_content)

    assert "'=样例台账事项" in taken("csv").decode() and taken("csv").count(b"\r\n") == 3
    first, *rows = load_workbook(BytesIO(taken("xlsx"))).active.iter_rows(values_only=True)
    assert first[0] == "标题" and {row[0] for row in rows} == {"=样例台账事项", "另一样例"}

    browser.post("/assistance/views/", {"name": "查证", "query": "kind=evidence&page=9&nonsense=1"})
    with at_home(nanjing):
        kept = SavedView.objects.get()
    assert (kept.name, kept.query) == ("查证", "kind=evidence")
    assert "查证" in browser.get("/assistance/").content.decode()
    assert "查证" not in at_desk(make_actor("320100")).get("/assistance/").content.decode()
    at_desk(hefei).post(f"/assistance/views/{kept.pk}/forget/")
    browser.post(f"/assistance/views/{kept.pk}/forget/")
    with at_home(nanjing):
        assert not SavedView.objects.exists()


def test_each_unit_has_lines_of_what_it_reads_and_of_nothing_else(monkeypatch):
    nanjing, hefei, third = make_actor("320100"), make_actor("340100"), make_actor("310000")
    draft = make.make_request(nanjing, hefei.unit)

    def lines(actor):
        with at_home(actor):
            return list(LedgerLine.objects.values_list("request", "state", "title", "due_on"))

    assert [line[:2] for line in lines(nanjing)] == [(draft.pk, "draft")] and lines(hefei) == []
    sent = make.send(nanjing, draft)
    with at_home(nanjing):
        due_on = Waiting.objects.open().get(matter=sent.pk).due_on
    assert lines(nanjing) == lines(hefei) == [(sent.pk, "sent", "样例协助事项", due_on)] and due_on
    assert lines(third) == []
    with at_home(nanjing), pytest.raises(ProgrammingError), transaction.atomic():
        LedgerLine.objects.update(title="改")
    with as_owner():
        Matter.objects.filter(pk=sent.pk).update(classification=2)
    assert lines(make_actor("340100", clearance=0)) == []
    monkeypatch.setattr("collaboration.assistance.overview.ledger.MOST", 0)
    assert "超过0件" in at_desk(nanjing).get("/assistance/").content.decode()


def test_the_help_is_rated_once_and_answered_once():
    nanjing, hefei, third = make_actor("320100"), make_actor("340100"), make_actor("310000")
    request = closed(nanjing, hefei)
    marks = {"timeliness": "good", "effort": "poor", "comment": "样例评语"}
    with at_home(hefei), pytest.raises(NotAllowed):
        rating.rate(hefei, request, **marks)
    page = f"/assistance/{request.public_id}/"
    asking = at_desk(nanjing)
    lacking = asking.post(f"{page}rating/", {"timeliness": "good", "comment": "样例评语"})
    assert lacking.status_code == 422 and "样例评语" in lacking.content.decode()
    assert 'id="id_effort_error"' in lacking.content.decode()
    with at_home(nanjing):
        assert not Rating.objects.exists()
    asking.post(f"{page}rating/", marks)
    with at_home(nanjing), pytest.raises(WrongState):
        rating.rate(nanjing, request, **marks)
    assert "样例评语" in at_desk(hefei).get(page).content.decode()
    with at_home(hefei):
        rating.answer(hefei, request, text="样例说明")
        with pytest.raises(WrongState):
            rating.answer(hefei, request, text="再说明")
        assert Rating.objects.update(answer="改", answered_at=None) == 0
    assert "样例说明" in asking.get(page).content.decode()
    with at_home(third):
        assert not Rating.objects.exists()


def test_figures_are_the_measured_units_first():
    nanjing, hefei, third = make_actor("320100"), make_actor("340100"), make_actor("310000")
    request = closed(nanjing, hefei)
    with at_home(nanjing):
        rating.rate(nanjing, request, timeliness="poor", effort="good")
    make.send(nanjing, make.make_request(nanjing, hefei.unit))  # arrived just now: neither accepted nor late
    now, *_before, old = statistics.quarters()
    with at_home(hefei):
        (line,) = statistics.lines(now)
    assert (line.unit, line.arrived) == (hefei.unit, 2)
    assert [(one.value, one.sample) for one in line.figures] == [
        ("100%", 1), ("0.0", 1), ("100%", 1), ("100%", 1), ("0%", 1)]  # fmt: skip
    with at_home(third):
        assert statistics.lines(now) == []

    moment = timezone.make_aware(timezone.datetime.combine(old.first_day, timezone.datetime.min.time()))
    with as_owner():
        Matter.objects.filter(pk=request.pk).update(opened_at=moment)
        Waiting.objects.filter(matter=request.pk).update(opened_at=moment + timedelta(days=1))
    with at_home(third):
        (line,) = statistics.lines(old)
    assert line.unit == hefei.unit and line.figures[1].sample == 1
    assert hefei.unit.name in at_desk(third).get(f"/assistance/figures/?quarter={old.code}").content.decode()


def test_a_question_waits_until_it_is_answered_whatever_else_happens():
    jiangsu, zhejiang, anhui = make_actor("320000"), make_actor("330000"), make_actor("340000")
    request = make.send(jiangsu, make.make_request(jiangsu, zhejiang.unit))
    with at_home(zhejiang):
        receiving.receive(zhejiang, request)
        handling.ask(zhejiang, request, text="何时发现？")
    with at_home(jiangsu):
        handling.ask(jiangsu, request, text="由谁承办？")
    with at_home(zhejiang):
        receiving.forward(zhejiang, request, anhui.unit, reason="样例。")
    with at_home(jiangsu):
        waits = set(Waiting.objects.open().filter(matter=request.pk).values_list("unit__code", "step"))
    assert waits == {("340000", "receive"), ("340000", "answer_question")}
