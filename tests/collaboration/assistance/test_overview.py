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


def test_the_register_of_filed_cases_is_kept_and_printed_too():
    lead = make_actor("320000")
    browser = at_desk(lead)
    browser.post("/assistance/views/", {"name": "查证", "query": "kind=evidence"})
    answer = browser.post("/transfers/filed/views/", {"name": "查证", "query": "kind=transfer&page=2"}, follow=True)
    assert answer.redirect_chain == [("/transfers/filed/?kind=transfer", 302)]
    with at_home(lead):
        kept = dict(SavedView.objects.values_list("page", "query"))
        pk = SavedView.objects.get(page=SavedView.Page.FILED).pk
    assert kept == {"assistance:list": "kind=evidence", "transfers:register": "kind=transfer"}
    assert 'href="?kind=transfer"' in answer.content.decode() and "kind=evidence" not in answer.content.decode()
    assert browser.post(f"/assistance/views/{pk}/forget/").url == "/transfers/filed/"
    assert browser.get("/transfers/filed/?format=print").templates[0].name == "transfers/print.html"


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


def figures(actor, quarter):
    """The figures of the one unit that this one sees, with the sizes of their samples."""
    with at_home(actor):
        (line,) = statistics.lines(actor, quarter)
    return [(one.value, one.sample) for one in line.figures]


def test_figures_are_the_measured_units_first_and_of_few_requests_its_own():
    nanjing, hefei, office = make_actor("320100"), make_actor("340100"), make_actor("office")
    requests = [closed(nanjing, hefei) for _each in range(3)]
    with at_home(nanjing):
        for request, timeliness in zip(requests[1:], ("poor", "good"), strict=True):
            rating.rate(nanjing, request, timeliness=timeliness, effort="good")
    _arrived, declined, late = (make.send(nanjing, make.make_request(nanjing, hefei.unit)) for _each in range(3))
    with at_home(hefei):
        receiving.receive(hefei, declined)
        receiving.decline(hefei, declined, why="other", reason="样例")
    make.accept(hefei, late)
    with as_owner():
        Waiting.objects.filter(matter=late.pk, step="reply").update(due_on=timezone.localdate() - timedelta(days=1))
    now, *_before, old = statistics.quarters()
    assert figures(hefei, now) == [("100%", 4), ("0.0", 3), ("75%", 4), ("50%", 2), ("0%", 2)]
    with at_home(office):
        assert statistics.lines(office, now) == []

    moment = timezone.make_aware(timezone.datetime.combine(old.first_day, timezone.datetime.min.time()))
    with as_owner():
        of_old = [one.pk for one in requests]
        Matter.objects.filter(pk__in=of_old).update(opened_at=moment)
        Waiting.objects.filter(matter__in=of_old, step="receive").update(opened_at=moment)
    assert figures(hefei, old)[3:] == [("50%", 2), ("0%", 2)]
    days = (timezone.now() - moment).total_seconds() / 86400
    assert figures(office, old) == [("0%", 3), (f"{days:.1f}", 3), ("100%", 3), ("件数过少", 2), ("件数过少", 2)]
    page = at_desk(office).get(f"/assistance/figures/?quarter={old.code}").content.decode()
    assert hefei.unit.name in page and "不足 3 件" in page and requests[0].title not in page


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
