"""Supervision slips in one's own line, in the house, and by request across provinces; the register of an area."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from collaboration.deadlines import driving
from collaboration.deadlines.models import Deadline
from collaboration.documents.models import Status
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.notifications.models import Notification
from collaboration.supervision import register, workflow
from collaboration.supervision.models import Slip, State
from collaboration.worklist.models import Waiting
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import TITLE, in_a_week, make_document, make_draft
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    codes = {"author": "340100", "city": "320100", "province": "320000", "county": "320102", "anhui": "340000"}
    return {name: make_actor(code) for name, code in codes.items()}


@pytest.fixture
def document(people):
    return make_document(Status.SOLICITING, people["author"], people["city"])


def issue(actor, document, other, demand="限期办理试验事项。") -> Slip:
    with actor.acting():
        return workflow.issue(actor, about=document.public_id, unit=other.unit, demand=demand, due_on=in_a_week())


def path_of(slip: Slip) -> str:
    """The page of a slip."""
    with as_owner():
        return f"/supervision/slips/{Matter.objects.get(pk=slip.pk).public_id}/"


def test_the_register_shows_that_there_is_a_matter_and_not_its_words(people, document):
    make_draft(people["author"], people["city"], title="未送出的样例")
    page = at_desk(people["province"]).get("/supervision/")
    row = page.context["shown"][0].row

    assert len(page.context["shown"]) == 1
    assert (row.public_id, row.kind, row.state, row.waiting, row.due_on) == (
        document.public_id, "document", "soliciting", 1, in_a_week())  # fmt: skip
    assert TITLE not in page.content.decode()
    detail = at_desk(people["province"]).get(f"/supervision/register/{document.public_id}/")
    assert TITLE not in detail.content.decode()
    assert [one.unit for one in detail.context["waited"]] == [people["city"].unit]
    assert at_desk(people["county"]).get(f"/supervision/register/{document.public_id}/").status_code == 404
    assert at_desk(make_actor("330000")).get(f"/supervision/register/{document.public_id}/").status_code == 404
    with people["province"].acting():
        assert not Matter.objects.exists()


def test_a_slip_is_issued_answered_sent_back_and_lifted(people, document):
    superior, city = people["province"], people["city"]
    host, guest = at_desk(superior), at_desk(city)
    path = f"/supervision/register/{document.public_id}/320100/"
    assert host.post(path, {"demand": "", "due_on": "2020-01-01"}).status_code == 422
    answer = host.post(path, {"demand": "限期办理试验事项。", "due_on": in_a_week()})
    with superior.acting():
        slip = Slip.objects.get()
        assert (str(slip), slip.kind) == (f"督〔{timezone.localdate().year}〕1号", "slip")
    assert answer.url == path_of(slip)
    assert "限期办理试验事项。" in guest.get(answer.url).content.decode()
    assert path_of(slip) in guest.get(f"/supervision/of/{document.public_id}/").content.decode()

    assert guest.post(f"{answer.url}lift/", {"reason": "试"}).status_code == 422
    assert guest.post(f"{answer.url}feedback/", {"feedback": "已办试验。"}).status_code == 302
    assert guest.post(f"{answer.url}feedback/", {"feedback": "已办试验。"}).status_code == 422
    assert host.post(f"{answer.url}send-back/", {"reason": "试验不足", "due_on": in_a_week()}).status_code == 302
    guest.post(f"{answer.url}feedback/", {"feedback": "再办试验。"})
    assert host.post(f"{answer.url}lift/", {"reason": "试验销号"}).status_code == 302

    with as_owner():
        assert Slip.objects.get().state == State.LIFTED
        assert not Waiting.objects.open().filter(matter=slip.pk).exists()
        assert list(Notification.objects.filter(user=city.user, kind="supervision").values_list("act", flat=True)) == [
            "lifted", "sent_back", "issued"]  # fmt: skip
    assert path_of(slip) not in guest.get(f"/supervision/of/{document.public_id}/").content.decode()


def test_slips_of_a_unit_are_numbered_without_gaps(people, document):
    first = issue(people["province"], document, people["city"])
    with people["province"].acting():
        with pytest.raises(WrongState):
            workflow.issue(
                people["province"], about=document.public_id, unit=people["city"].unit, demand="一", due_on=in_a_week()
            )
        with pytest.raises(WorkflowError):
            workflow.issue(
                people["province"], about=document.public_id, unit=people["city"].unit, demand=" ", due_on=in_a_week()
            )
        workflow.lift(people["province"], first, reason="试")
    second = issue(people["province"], document, people["city"])

    assert (first.number, second.number) == (1, 2)


def test_nobody_supervises_outside_the_own_line(people, document):
    for name in ("author", "county", "anhui"):
        with people[name].acting(), pytest.raises(NotAllowed):
            workflow.issue(
                people[name], about=document.public_id, unit=people["city"].unit, demand="一", due_on=in_a_week()
            )
    handler = make_actor("320000", Role.HANDLER)
    with handler.acting(), pytest.raises(NotAllowed):
        workflow.issue(handler, about=document.public_id, unit=people["city"].unit, demand="一", due_on=in_a_week())
    with people["anhui"].acting(), pytest.raises(DatabaseError), transaction.atomic():
        matter = Matter.objects.create(kind="supervision", drafting_unit=people["anhui"].unit, state="draft")
        Slip.objects.create(
            matter=matter, kind="slip", about=document.public_id, about_kind="document", unit=people["city"].unit
        )


def test_a_leader_supervises_inside_the_house(people, document):
    slip = issue(people["city"], document, people["city"])
    with people["city"].acting():
        assert workflow.feed_back(people["city"], slip, feedback="已办").state == State.ANSWERED


def test_across_provinces_one_lead_unit_asks_the_other(people, document):
    page = at_desk(people["anhui"]).get(f"/supervision/register/{document.public_id}/")
    assert page.context["across"] == [people["province"].unit]
    request = issue(people["anhui"], document, people["province"])

    assert request.kind == Slip.Kind.REQUEST
    passed_on = issue(people["province"], document, people["city"])
    assert passed_on.kind == Slip.Kind.SLIP
    with people["city"].acting():
        assert list(Slip.objects.all()) == [passed_on]


def test_each_side_writes_its_own_part(people, document):
    slip = issue(people["province"], document, people["city"])
    for name, change in (
        ("city", {"demand": "改"}), ("city", {"lifted_words": "改"}), ("province", {"feedback": "改"}),
        ("province", {"demand": "改"}),
    ):  # fmt: skip
        with people[name].acting(), pytest.raises(DatabaseError), transaction.atomic():
            Slip.objects.filter(pk=slip.pk).update(**change)
    for name in ("author", "county", "anhui"):
        with people[name].acting():
            assert not Slip.objects.exists()
    assert at_desk(people["author"]).get(path_of(slip)).status_code == 404


def test_a_delay_reaches_the_superior_as_a_proposal_once(people, document):
    with as_owner():
        past = timezone.now() - timedelta(days=20)
        Deadline.objects.filter(waiting__unit=people["city"].unit).update(due_at=past, warn_at=past)
        driving.drive()
        assert driving.drive() == 0
    with people["province"].acting():
        slip = Slip.objects.get()
        assert (slip.state, slip.unit) == (State.DRAFT, people["city"].unit)
        assert Waiting.objects.for_person(people["province"]).get().step == "consider"
        assert register.row_of(document.public_id) is not None
    with people["city"].acting():
        assert not Slip.objects.exists()
    browser = at_desk(people["province"])
    page = browser.get(path_of(slip)).content.decode()
    assert TITLE not in page
    browser.post(f"{path_of(slip)}issue/", {"demand": "限期", "due_on": in_a_week()})
    with people["city"].acting():
        assert Slip.objects.get().state == State.ISSUED


def test_a_proposal_can_be_let_be(people, document):
    with as_owner():
        past = timezone.now() - timedelta(days=20)
        Deadline.objects.filter(waiting__unit=people["city"].unit).update(due_at=past, warn_at=past)
        driving.drive()
    with people["province"].acting():
        slip = Slip.objects.get()
        assert workflow.drop(people["province"], slip).state == State.DROPPED
        with pytest.raises(WrongState):
            workflow.drop(people["province"], slip)
