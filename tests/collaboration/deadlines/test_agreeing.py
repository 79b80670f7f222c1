"""The asking and the answering unit agree on another end; nobody moves one alone who may not."""

import pytest
from django.db import DatabaseError, transaction
from freezegun import freeze_time

from collaboration.deadlines import agreeing
from collaboration.deadlines.models import CountedIn, Deadline, Proposal
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.notifications.models import Notification
from collaboration.worklist import waiting
from collaboration.worklist.models import Waiting
from tenants.identity.roles import Role
from tests.factories.deadlines import at, make_deadline
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
LATER, LATEST = at("2026-12-05 00:00"), at("2026-12-12 00:00")


@pytest.fixture(autouse=True)
def noon():
    with freeze_time(at("2026-11-16 12:00")):
        yield


@pytest.fixture
def author():
    return make_actor("310000", Role.HANDLER)


@pytest.fixture
def other():
    return make_actor("320100", Role.HANDLER)


def ask(actor, deadline, until=LATER) -> Proposal:
    with actor.acting():
        return agreeing.propose(actor, deadline, until=until, reason="试验理由")


def test_more_time_is_asked_countered_and_agreed(author, other):
    deadline = make_deadline(author, "320100")
    ask(other, deadline, LATEST)
    counter = ask(author, deadline, LATER)
    with other.acting():
        agreeing.accept(other, counter)

    with as_owner():
        assert list(Proposal.objects.order_by("pk").values_list("outcome", flat=True)) == ["countered", "accepted"]
        deadline.refresh_from_db()
        assert (deadline.due_at, deadline.counted_in) == (LATER, CountedIn.FIXED)
        assert Waiting.objects.get().due_on.isoformat() == "2026-12-04"
        acts = {name: list(Notification.objects.filter(user=one.user).order_by("number").values_list("act", flat=True))
                for name, one in (("author", author), ("other", other))}  # fmt: skip
    assert acts == {"author": ["deadline_proposed", "deadline_extended"], "other": ["deadline_countered"]}


def test_a_request_is_declined_with_a_reason(author, other):
    deadline = make_deadline(author, "320100")
    before = deadline.due_at
    asked = ask(other, deadline)
    with author.acting():
        with pytest.raises(WorkflowError):
            agreeing.decline(author, asked, reason=" ")
        agreeing.decline(author, asked, reason="试验不允许")
        with pytest.raises(WrongState):
            agreeing.accept(author, asked)

    with as_owner():
        assert Deadline.objects.get().due_at == before
        assert Proposal.objects.values_list("outcome", "answer").get() == ("declined", "试验不允许")


def test_what_cannot_be_is_refused_in_a_sentence(author, other):
    deadline, stranger = make_deadline(author, "320100"), make_actor("330000")
    with other.acting():
        for until in (at("2026-11-16 12:00"), at("2020-01-01 00:00"), deadline.due_at):
            with pytest.raises(WorkflowError):
                agreeing.propose(other, deadline, until=until, reason="试验")
        with pytest.raises(NotAllowed):
            agreeing.extend(other, deadline, until=LATER, reason="试验")
        with pytest.raises(NotAllowed):
            agreeing.stand_still(other, deadline, reason="试验")
    asked = ask(other, deadline)
    with pytest.raises(WrongState):
        ask(other, deadline, LATEST)
    with other.acting(), pytest.raises(NotAllowed):
        agreeing.accept(other, asked)
    with stranger.acting(), pytest.raises(Deadline.DoesNotExist):
        agreeing.propose(stranger, deadline, until=LATER, reason="试验")
    with author.acting(), pytest.raises(WorkflowError):
        agreeing.extend(author, deadline, until=at("2026-11-17 00:00"), reason="试验")
    with other.acting():
        waiting.done(deadline.waiting.matter, step="answer")
    with author.acting(), pytest.raises(WrongState):
        agreeing.extend(author, deadline, until=LATER, reason="试验")


@pytest.mark.parametrize("role", [Role.SEAL_KEEPER, Role.LIAISON, Role.APPROVER, Role.MEMBER])
def test_other_roles_do_not_agree_on_deadlines(author, other, role):
    deadline, bystander = make_deadline(author, "320100"), make_actor("320100", role)
    with bystander.acting(), pytest.raises(NotAllowed):
        agreeing.propose(bystander, deadline, until=LATER, reason="试验")


def test_the_database_lets_no_unit_move_its_own_deadline(author, other):
    deadline = make_deadline(author, "320100")
    asked = ask(other, deadline)
    with other.acting():
        for change in (
            lambda: Deadline.objects.filter(pk=deadline.pk).update(due_at=LATEST),
            lambda: Deadline.objects.filter(pk=deadline.pk).update(standing_since=LATER),
            lambda: Proposal.objects.filter(pk=asked.pk).update(outcome="accepted"),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
    with make_actor("330000").acting():
        assert not Deadline.objects.exists()
        assert not Proposal.objects.exists()
