"""Each kind of term is chosen on the page by whoever asks, is shown to whoever answers, and holds the round open."""

from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from collaboration.deadlines import agreeing, setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import Begins, CountedIn, Deadline
from collaboration.documents.models import Round, Status
from collaboration.documents.workflow import countersigning, overdue, rounds
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.notifications.models import Notification
from collaboration.worklist.models import Urgency, Waiting
from tests.factories.deadlines import at
from tests.factories.desk import at_desk
from tests.factories.documents import in_a_week, make_document, make_draft
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
MONDAY = "2026-09-21 10:00"  # before the National Day holidays


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def other():
    return make_actor("320100")


def deadline_of(actor) -> Deadline:
    with actor.acting():
        return Deadline.objects.select_related("waiting").get(waiting__unit=actor.unit, waiting__done_at=None)


def ask(author, document, term: Term, begins: str = Begins.RECEIPT) -> Round:
    with author.acting():
        return rounds.open_round(author, document, term=term, begins=begins)


@pytest.mark.parametrize(
    ("given", "stored", "shown"),
    [
        ({"counted_in": "working_days", "amount": "3", "begins": "receipt"}, ("working_days", 3), "工作日"),
        ({"counted_in": "calendar_days", "amount": "9", "begins": "receipt"}, ("calendar_days", 9), "自然日"),
        ({"counted_in": "hours", "amount": "30", "begins": "receipt"}, ("hours", 30), "特急"),
        ({"counted_in": "fixed", "due_on": "2099-12-01"}, ("fixed", None), "固定日期"),
    ],
)
def test_whoever_asks_chooses_how_the_time_is_counted(author, other, given, stored, shown):
    draft, final = make_draft(author, other), make_document(Status.FINAL, author, other)
    browser = at_desk(author)

    assert browser.post(f"/documents/{draft.public_id}/round/", {**given, "version": "1"}).status_code == 302
    assert browser.post(f"/documents/{final.public_id}/countersigning/", given).status_code == 302

    with as_owner():
        clocks = Deadline.objects.filter(waiting__unit=other.unit, waiting__done_at=None)
        assert [(clock.counted_in, clock.amount) for clock in clocks] == [stored, stored]
        urgencies = set(Waiting.objects.open().filter(unit=other.unit).values_list("urgency", flat=True))
    assert urgencies == {Urgency.MOST_URGENT if stored[0] == "hours" else Urgency.ORDINARY}
    for clock in clocks:
        assert shown in at_desk(other).get(f"/deadlines/{clock.public_id}/").content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"counted_in": "fixed", "due_on": "2020-01-01"}, "due_on"),
        ({"counted_in": "fixed", "due_on": ""}, "due_on"),
        ({"counted_in": "fixed", "due_on": "31.13.2026"}, "due_on"),
        ({"counted_in": "working_days", "amount": "", "begins": "receipt"}, "amount"),
        ({"counted_in": "working_days", "amount": "0", "begins": "receipt"}, "amount"),
        ({"counted_in": "calendar_days", "amount": "181", "begins": "receipt"}, "amount"),
        ({"counted_in": "working_days", "amount": "5", "begins": "later"}, "begins"),
        ({"counted_in": "years", "amount": "1", "begins": "receipt"}, "counted_in"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(author, other, given, field):
    document = make_draft(author, other)

    answer = at_desk(author).post(f"/documents/{document.public_id}/round/", {**given, "version": "1"})

    assert (answer.status_code, set(answer.context["form"].errors)) == (422, {field})
    with as_owner():
        assert Round.objects.count() == 0


def test_a_term_from_acceptance_waits_for_it_and_holds_the_round_open(author, other):
    document = make_draft(author, other)
    with freeze_time(at(MONDAY)):
        ask(author, document, Term(CountedIn.WORKING_DAYS, 5), Begins.ACCEPTANCE)
    path = f"/deadlines/{deadline_of(other).public_id}/"
    with as_owner():
        assert Waiting.objects.get(step="answer").due_on is None
        assert overdue.close_overdue_rounds() == 0
    with author.acting(), pytest.raises(WorkflowError):
        rounds.close_round(author, document)
    assert "尚未起算" in at_desk(other).get(path).content.decode()
    page = at_desk(other).get(f"/documents/{document.public_id}/").content.decode()
    assert f"{path}begin/" in page

    assert "尚未起算" in at_desk(author).get(f"/supervision/of/{document.public_id}/").content.decode()
    assert [one.light for one in at_desk(author).get("/documents/").context["page"]] == [None]

    assert at_desk(author).post(f"{path}begin/").status_code == 302
    assert deadline_of(other).begun_at is None
    assert at_desk(other).post(f"{path}begin/").status_code == 302

    clock = deadline_of(other)
    assert clock.due_at == setting.end_of(
        Term(CountedIn.WORKING_DAYS, 5), clock.begun_at, [], setting.WorkingDays.load()
    )
    with as_owner():
        assert Notification.objects.filter(user=author.user, act="deadline_begun").count() == 1
    with other.acting(), pytest.raises(WrongState):
        agreeing.begin(other, clock)


def test_signing_for_the_matter_starts_the_clock(author, other):
    document = make_draft(author, other)
    ask(author, document, Term(CountedIn.CALENDAR_DAYS, 5), Begins.ACCEPTANCE)

    assert at_desk(other).post(f"/incoming/{document.public_id}/receive/").status_code == 302

    assert deadline_of(other).begun_at is not None


def test_only_the_unit_that_answers_accepts(author, other):
    ask(author, make_draft(author, other), Term(CountedIn.WORKING_DAYS, 5), Begins.ACCEPTANCE)
    with author.acting(), pytest.raises(NotAllowed):
        agreeing.begin(author, deadline_of(author.__class__(other.membership)))


def test_the_asking_unit_has_nothing_to_accept(author, other):
    document = make_document(Status.FINAL, author, other)
    with author.acting():
        term = Term(CountedIn.WORKING_DAYS, 5)
        countersigning.start_countersigning(author, document, term=term, begins=Begins.ACCEPTANCE)

    assert [deadline_of(one).begun_at is None for one in (author, other)] == [False, True]


def test_a_round_stays_open_while_a_clock_stands_still(author, other):
    make_document(Status.SOLICITING, author, other)
    with author.acting():
        agreeing.stand_still(author, deadline_of(other), reason="待补充附件")
    with as_owner():
        Round.objects.update(due_on=timezone.localdate() - timedelta(days=9))
        Waiting.objects.filter(step="answer").update(due_on=timezone.localdate() - timedelta(days=9))
        assert overdue.close_overdue_rounds() == 0
    with author.acting():
        agreeing.go_on(author, deadline_of(other))
    assert deadline_of(other).due_at > at(f"{in_a_week()} 00:00")
