"""Pages about deadlines on a joint document, the duty roster, escalation, and the calendar feed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.deadlines.feed import Entry, calendar
from collaboration.deadlines.models import CountedIn, Deadline, DutyShift, EscalationStep, FeedAddress
from collaboration.documents.models import Round, Status
from collaboration.documents.workflow import overdue, rounds
from collaboration.notifications.models import Notification
from collaboration.worklist.models import Waiting
from tenants.identity.roles import Role
from tests.factories.desk import at_desk, visitor
from tests.factories.documents import TITLE, in_a_week, make_document, make_draft
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def other():
    return make_actor("320100")


def deadline_of(actor) -> Deadline:
    with actor.acting():
        return Deadline.objects.get(waiting__unit=actor.unit)


def test_an_extension_is_asked_and_agreed_by_two_people(author, other):
    document = make_document(Status.SOLICITING, author, other)
    deadline = deadline_of(other)
    guest, host, path = at_desk(other), at_desk(author), f"/deadlines/{deadline.public_id}/"
    later = in_a_week() + timedelta(days=7)

    assert path in guest.get(f"/documents/{document.public_id}/").content.decode()
    past = guest.post(f"{path}propose/", {"until": timezone.localdate() - timedelta(days=1), "reason": "试验"})
    assert (past.status_code, set(past.context["form"].errors)) == (422, {"until"})
    assert guest.post(f"{path}propose/", {"until": later, "reason": "试验理由"}).status_code == 302
    again = guest.post(f"{path}propose/", {"until": later, "reason": "试验理由"})
    assert (again.status_code, len(again.context["form"].non_field_errors())) == (422, 1)
    assert "试验理由" in host.get(path).content.decode()
    assert host.post(f"{path}accept/").status_code == 302

    with as_owner():
        assert Waiting.objects.get(step="answer").due_on == later
        assert Round.objects.get().due_on == in_a_week()
    with author.acting():
        assert rounds.ends_on(Round.objects.get()) == later


def test_a_round_waits_for_the_unit_that_was_given_more_time(author, other):
    make_document(Status.SOLICITING, author, other)
    with as_owner():
        Round.objects.update(due_on=timezone.localdate() - timedelta(days=1))
        assert overdue.close_overdue_rounds() == 0
        Waiting.objects.filter(step="answer").update(due_on=timezone.localdate() - timedelta(days=1))
        assert overdue.close_overdue_rounds() == 1


def test_strangers_and_foreign_roles_find_no_deadline(author, other):
    make_document(Status.SOLICITING, author, other)
    path = f"/deadlines/{deadline_of(other).public_id}/"

    for stranger in (make_actor("330000"), make_actor("320100", Role.AUDITOR)):
        browser = at_desk(stranger)
        assert [browser.get(path).status_code, browser.post(f"{path}accept/").status_code] == [404, 404]


def test_a_most_urgent_round_runs_in_hours_and_reaches_duty(author, other):
    night = make_actor("320100", Role.MEMBER)
    with other.acting():
        start = timezone.now() - timedelta(hours=1)
        DutyShift.objects.create(
            unit=other.unit, person=night.user, telephone="1", starts_at=start, ends_at=start + timedelta(days=2)
        )
    document = make_draft(author, other)
    form = {"counted_in": "hours", "amount": "24", "begins": "receipt", "version": "1"}
    for amount in ("0", "241", ""):
        refused = at_desk(author).post(f"/documents/{document.public_id}/round/", {**form, "amount": amount})
        assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"amount"})
    with_duty = timezone.localtime()

    assert at_desk(author).post(f"/documents/{document.public_id}/round/", form).status_code == 302

    deadline = deadline_of(other)
    assert (deadline.counted_in, deadline.amount) == (CountedIn.HOURS, 24)
    assert deadline.due_at - deadline.begun_at == timedelta(hours=24)
    is_night = with_duty.weekday() >= 5 or not 9 <= with_duty.hour < 17
    with as_owner():
        assert Notification.objects.filter(user=night.user).exists() == is_night


def test_signatures_have_a_day_of_their_own(author, other):
    document = make_document(Status.FINAL, author, other)
    browser, path = at_desk(author), f"/documents/{document.public_id}/countersigning/"

    assert browser.get(path).status_code == 200
    past = browser.post(path, {"counted_in": "fixed", "due_on": "2020-01-01"})
    assert (past.status_code, set(past.context["form"].errors)) == (422, {"due_on"})
    assert browser.post(path, {"counted_in": "fixed", "due_on": in_a_week()}).status_code == 302

    with as_owner():
        rows = Waiting.objects.filter(step="countersign").values_list("unit__code", "due_on")
        assert set(rows) == {("310000", in_a_week()), ("320100", in_a_week())}


def test_the_roster_is_kept_by_those_who_handle_matters(other):
    browser, now = at_desk(other), timezone.now().replace(second=0, microsecond=0)
    shift = {
        "person": other.user.pk,
        "telephone": "025-1",
        "starts_at": "2020-01-01T08:00",
        "ends_at": "2020-01-02T08:00",
    }
    stranger = make_actor("330000")

    assert set(browser.post("/deadlines/duty/", shift).context["form"].errors) == {"ends_at"}
    backwards = {**shift, "starts_at": "2030-01-02T08:00", "ends_at": "2030-01-01T08:00"}
    assert set(browser.post("/deadlines/duty/", backwards).context["form"].errors) == {"ends_at"}
    foreign = {**shift, "person": stranger.user.pk, "ends_at": "2030-01-01T08:00"}
    assert set(browser.post("/deadlines/duty/", foreign).context["form"].errors) == {"person"}
    assert browser.post("/deadlines/duty/", {**shift, "ends_at": "2030-01-01T08:00"}).status_code == 302

    overlapping = {**shift, "starts_at": "2029-12-01T08:00", "ends_at": "2031-01-01T08:00"}
    assert set(browser.post("/deadlines/duty/", overlapping).context["form"].errors) == {"person"}

    with other.acting():
        kept = DutyShift.objects.get()
    assert (kept.unit, kept.starts_at < now) == (other.unit, True)
    at_desk(stranger).post(f"/deadlines/duty/{kept.pk}/drop/")
    with other.acting():
        assert DutyShift.objects.count() == 1
    browser.post(f"/deadlines/duty/{kept.pk}/drop/")
    with other.acting():
        assert DutyShift.objects.count() == 0
    assert at_desk(make_actor("320100", Role.MEMBER)).post("/deadlines/duty/", shift).status_code == 403


def test_leaders_set_the_steps_of_escalation(other):
    browser = at_desk(other)
    assert browser.post("/deadlines/escalation/", {"after": "2", "to": "superior"}).status_code == 302
    twice = browser.post("/deadlines/escalation/", {"after": "99", "to": "superior"})
    assert (twice.status_code, set(twice.context["form"].errors)) == (422, {"after", "to"})

    handler = at_desk(make_actor("320100", Role.HANDLER))
    assert handler.get("/deadlines/escalation/").status_code == 200
    assert handler.post("/deadlines/escalation/", {"after": "2", "to": "signatory"}).status_code == 403
    with other.acting():
        step = EscalationStep.objects.get()
    browser.post(f"/deadlines/escalation/{step.pk}/drop/")
    with other.acting():
        assert EscalationStep.objects.count() == 0


def test_the_feed_shows_a_persons_deadlines_to_whoever_has_the_address(author, other):
    make_document(Status.SOLICITING, author, other)
    browser = at_desk(other)
    address = browser.post("/deadlines/feed/").context["shown"]
    path = address.partition("localhost")[2].partition("/")[2]

    answer = visitor().get(f"/{path}")
    body = answer.content.decode().replace("\r\n ", "")
    assert answer["Content-Type"].startswith("text/calendar")
    assert TITLE in body
    assert f"DTSTART;VALUE=DATE:{in_a_week():%Y%m%d}" in body
    assert visitor().get(f"/{path}").content.count(b"BEGIN:VEVENT") == 1

    renewed = browser.post("/deadlines/feed/").context["shown"]
    assert renewed != address
    assert visitor().get(f"/{path}").status_code == 404
    assert renewed not in browser.get("/deadlines/feed/").content.decode()
    browser.post("/deadlines/feed/", {"end": "1"})
    with other.acting():
        assert FeedAddress.objects.count() == 0


def test_the_feed_of_somebody_whose_membership_ended_is_empty(author, other):
    make_document(Status.SOLICITING, author, other)
    path = "/" + at_desk(other).post("/deadlines/feed/").context["shown"].partition("localhost")[2].partition("/")[2]
    with as_owner():
        other.membership.valid_until = timezone.now()
        other.membership.save()
    assert b"VEVENT" not in visitor().get(path).content
    with as_owner():
        other.user.is_active = False
        other.user.save()
    assert visitor().get(path).status_code == 404


def test_the_feed_is_written_as_the_standard_wants(settings):
    entry = Entry("waiting-1", "会签; 征求意见, 甲\\乙\n丙" + "长" * 60, "http://desk.localhost/x/", in_a_week())
    body = calendar([entry])

    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    assert [line for line in body.split(b"\r\n") if line.decode() is None] == []
    unfolded = body.replace(b"\r\n ", b"").decode()
    assert "SUMMARY:会签\\; 征求意见\\, 甲\\\\乙\\n丙" + "长" * 60 in unfolded
    assert unfolded.endswith("END:VCALENDAR\r\n")
