"""The start page's five lists: who finds what in which, in what order, with which numbers, at what cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django_tenants.utils import tenant_context

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.clock import Term
from collaboration.deadlines.lights import light
from collaboration.deadlines.models import Begins, CountedIn, Deadline
from collaboration.documents.models import Status
from collaboration.documents.workflow import cancelling
from collaboration.worklist import reading
from collaboration.worklist.filters import Filters, Mark
from collaboration.worklist.marks import Boundaries
from collaboration.worklist.models import SavedList, Urgency, Waiting
from tenants.identity.roles import Role
from tests.factories.deadlines import make_deadline
from tests.factories.desk import at_desk
from tests.factories.documents import agree, make_document, make_draft, solicit
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]
BUDGET = 15


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def other():
    return make_actor("320000")


def see(actor, **filters):
    with actor.acting(), tenant_context(actor.unit.tenant):
        return reading.worklist(actor, Filters.read(filters))


def titles(shown):
    return [row.title for row in (shown.tasks or shown.matters)]


def set_row(**fields):
    with as_owner():
        Waiting.objects.filter(done_at=None).update(**fields)


def test_a_step_stands_on_the_list_of_whoever_may_take_it_alone(author, other):
    make_document(Status.SOLICITING, author, other)
    signatory, outsider = make_actor("320000", Role.SIGNATORY), make_actor("340000")

    lists = [titles(see(person)) for person in (other, signatory, outsider)]

    assert lists == [["样例事项协作协议"], [], []]


def test_a_step_moves_from_to_do_to_done_and_the_matter_to_closed(author, other):
    document = make_draft(author, other)
    document = solicit(author, document)
    assert [see(other).counts.tabs[tab] for tab in ("todo", "done", "closed")] == [1, 0, 0]

    agree([other], document)
    with author.acting():
        cancelling.cancel(author, document, reason="样例事项不再需要。")

    assert [see(other).counts.tabs[tab] for tab in ("todo", "done", "closed")] == [0, 1, 1]
    assert titles(see(other, tab="done")) == titles(see(other, tab="closed")) == ["样例事项协作协议"]
    colleague = make_actor("320000")
    assert titles(see(colleague, tab="done")) == []
    assert [task.done_by for task in see(colleague, tab="done", who="unit").tasks] == [other.user.name]


def test_what_falls_away_was_not_done_by_those_who_never_answered(author, other):
    document = make_document(Status.SOLICITING, author, other)

    with author.acting():
        cancelling.cancel(author, document, reason="样例事项不再需要。")

    assert see(other, tab="done", who="unit").tasks == []


def test_sent_names_the_units_that_a_matter_waits_for(author, other):
    make_document(Status.SOLICITING, author, other)
    colleague = make_actor("310000")

    shown = see(author, tab="sent")

    assert [row.waits_for for row in shown.matters] == [[other.unit]]
    assert titles(see(author, tab="sent", who="me")) == ["样例事项协作协议"]
    assert titles(see(colleague, tab="sent")) == ["样例事项协作协议"]
    assert titles(see(colleague, tab="sent", who="me")) == []


def test_urgency_stands_above_the_deadline_and_no_deadline_last(author, other):
    today = timezone.localdate()
    for number, (urgency, days) in enumerate([(0, None), (0, 9), (Urgency.MOST_URGENT, 20), (0, 2)], 1):
        document = make_draft(author, other, title=f"样例{number}")
        solicit(author, document)
        with as_owner():
            due = today + timedelta(days=days) if days else None
            Waiting.objects.filter(matter=document.pk, unit=other.unit).update(urgency=urgency, due_on=due)

    assert titles(see(other)) == ["样例3", "样例4", "样例2", "样例1"]
    assert titles(see(other, order="deadline")) == ["样例4", "样例2", "样例3", "样例1"]
    assert titles(see(other, order="newest")) == ["样例4", "样例3", "样例2", "样例1"]
    assert titles(see(other, urgency="2")) == ["样例3"]


@pytest.mark.parametrize("days", range(-3, 12))
def test_marks_count_exactly_what_the_light_shows(author, other, days):
    due, calendar = timezone.localdate() + timedelta(days=days), WorkingDays.load()
    make_document(Status.SOLICITING, author, other)
    set_row(due_on=due)

    marks = see(other).counts.marks

    assert {mark for mark, number in marks.items() if number} == {light(due, calendar=calendar).colour}


def test_a_term_in_hours_is_shown_in_hours_and_red_when_it_is_over(author, other):
    make_deadline(author, other.unit.code, Term(CountedIn.HOURS, 2))
    assert [task.light.colour for task in see(other).tasks] == ["amber"]

    with as_owner():
        Deadline.objects.update(due_at=timezone.now() - timedelta(seconds=1))

    shown = see(other)
    assert [task.light.colour for task in shown.tasks] == ["red"]
    assert (shown.counts.marks["red"], shown.counts.marks["amber"]) == (1, 0)


@pytest.mark.parametrize(("begins", "said"), [(Begins.ACCEPTANCE, "Not running yet"), (Begins.RECEIPT, "Stands still")])
def test_a_clock_that_does_not_run_says_so_and_has_no_mark(author, other, begins, said):
    deadline = make_deadline(author, other.unit.code, begins=begins)
    if begins == Begins.RECEIPT:
        with as_owner():
            Deadline.objects.filter(pk=deadline.pk).update(standing_since=timezone.now())

    shown = see(other)
    with translation.override("en"):
        assert [(str(task.pause), task.light) for task in see(other).tasks] == [(said, None)]
    assert {mark for mark, number in shown.counts.marks.items() if number} == {"none"}


def test_boundary_of_amber_is_the_last_day_with_two_working_days_left():
    calendar = WorkingDays({})
    for day in (timezone.datetime(2026, 9, 28).date(), timezone.datetime(2026, 2, 13).date()):
        until = Boundaries.of(calendar, day).amber_until
        shown = [light(until + timedelta(days=more), calendar=calendar, today=day).colour for more in (0, 1)]
        assert shown == ["amber", "green"]


def test_filters_narrow_the_list_and_nonsense_does_not(author, other):
    make_document(Status.SOLICITING, author, other)
    make_document(Status.COUNTERSIGNING, author, other, title="样例二")
    with as_owner():
        Waiting.objects.filter(step="countersign").update(due_on=None)

    assert titles(see(other, step="countersign")) == ["样例二"]
    assert titles(see(other, unit="340000")) == []
    assert titles(see(other, mark=Mark.NONE)) == ["样例二"]
    assert len(titles(see(other, tab="nonsense", order="x", mark="'; DROP", kind="x"))) == 2


def test_steps_of_one_matter_stand_together_when_grouped(author, other):
    make_document(Status.COUNTERSIGNING, author, other)
    make_document(Status.SOLICITING, author, other, title="样例二")
    with as_owner():
        first = Waiting.objects.open().filter(step="countersign", unit=other.unit).get()
        Waiting.objects.create(matter=first.matter, unit=other.unit, role=Role.HANDLER, step="publish")

    shown = see(other, group="matter")

    assert sorted((first.title, len(together)) for first, together in shown.groups) == [
        ("样例事项协作协议", 2),
        ("样例二", 1),
    ]


def test_a_list_is_kept_under_a_name_and_by_its_person_alone(author, other):
    browser = at_desk(author)

    browser.post("/worklist/lists/", {"name": "急件", "query": "order=deadline&mark=red&evil=1"})
    browser.post("/worklist/lists/", {"name": "急件", "query": "mark=red"})

    with author.acting():
        kept = SavedList.objects.get()
        assert (kept.name, kept.query) == ("急件", "mark=red")
    assert "急件" in browser.get("/").text
    assert at_desk(other).post(f"/worklist/lists/{kept.pk}/forget/").status_code == 302
    with author.acting():
        assert SavedList.objects.count() == 1


def test_more_that_waits_elsewhere_is_told_with_the_unit(author, other):
    make_document(Status.SOLICITING, author, other)
    here = make_actor("330000", user=other.user)

    page = at_desk(here).get("/").text

    assert "您在江苏省住房和城乡建设厅另有 1 项待办。" in page


def queries(browser, path):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return [query["sql"] for query in captured if "set_config" not in query["sql"]]


@pytest.mark.parametrize("tab", ["todo", "todo&group=matter", "todo&mark=green", "sent", "following", "done", "closed"])
def test_start_page_costs_the_same_for_one_row_and_for_three(author, other, tab):
    make_document(Status.SOLICITING, author, other)
    make_actor("330000", user=other.user)
    browser = at_desk(author if tab == "sent" else other)
    browser.get("/")
    one = queries(browser, f"/?tab={tab}")
    for number in (2, 3):
        document = make_document(Status.COUNTERSIGNING, author, other, title=f"样例{number}")
    with author.acting():
        cancelling.cancel(author, document, reason="样例事项不再需要。")

    three = queries(browser, f"/?tab={tab}")

    assert len(three) <= BUDGET
    assert len(one) == len(three) or tab in ("done", "closed")  # without a row before
