"""What goes to a unit of another level in another line waits for the word of the lower side's superior."""

import pytest
from django.db import DatabaseError, transaction

from collaboration.documents.crossing import crossings, subject_of
from collaboration.documents.models import JointDocument, Kind, Status
from collaboration.documents.workflow import drafting, rounds
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.levels import workflow
from collaboration.levels.models import Decision, State
from collaboration.levels.rules import decider
from collaboration.matters.models import Matter
from collaboration.notifications.models import Notification
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.factories import documents as make
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
OUTCOMES = [
    ("320100", "340100", None),  # two cities
    ("320102", "340100", "320100"),  # a county asks a city elsewhere: its own city decides
    ("340100", "320102", "320100"),  # a city asks a county elsewhere: the county's city decides
    ("320102", "310000", "320000"),  # a county asks a province elsewhere
    ("310000", "320102", "320000"),
    ("320102", "320100", None),  # inside one line
    ("320000", "320102", None),
    ("320100", "310000", "320000"),
]


@pytest.mark.parametrize(("asking", "other", "superior"), OUTCOMES)
def test_the_lower_units_superior_at_the_other_sides_level_decides(asking: str, other: str, superior: str) -> None:
    units = {unit.code: unit for unit in Unit.objects.select_related("parent__parent")}

    found = decider(units[asking], units[other])

    assert (found.code if found else None) == superior


def county_draft(author: Actor, *others: Actor) -> JointDocument:
    """A draft of a county to which nobody has said anything yet."""
    with author.acting():
        return drafting.create_document(
            author, kind=Kind.AGREEMENT, title=make.TITLE, blocks=make.paragraphs(), units=[one.unit for one in others]
        )


def ask(author: Actor, document: JointDocument, unit: Unit) -> Decision:
    with author.acting():
        return workflow.ask(author, subject_of(document, "共同处理样例事项"), unit)


def test_a_document_is_sent_to_another_level_only_after_the_superior_approved() -> None:
    author, guest, superior = make_actor("320102"), make_actor("340100"), make_actor("320100")
    document = county_draft(author, guest)
    with author.acting(), pytest.raises(WorkflowError):
        rounds.open_round(author, document, due_on=make.in_a_week())

    decision = ask(author, document, guest.unit)

    with superior.acting():
        assert Notification.objects.get(user=superior.user).act == "asked"
        assert not JointDocument.objects.exists()
        seen = Decision.objects.visible_to(superior).get()
        assert (seen.subject, seen.purpose) == (make.TITLE, "共同处理样例事项")
        workflow.decide(superior, seen, outcome="approved")
        with pytest.raises(NotAllowed):
            workflow.decide(superior, seen, outcome="approved")
    with author.acting():
        assert crossings(document, [guest.unit])[guest.unit.pk].is_approved
        assert Notification.objects.get(user=author.user, matter=decision.public_id).act == "approved"
    assert make.solicit(author, document).status is Status.SOLICITING


def test_a_refusal_and_a_redirect_need_reasons_and_stop_the_document() -> None:
    author, guest, superior = make_actor("320102"), make_actor("340100"), make_actor("320100")
    document = county_draft(author, guest)
    first = ask(author, document, guest.unit)
    with author.acting(), pytest.raises(WrongState):
        workflow.ask(author, subject_of(document, "再问"), guest.unit)

    with superior.acting():
        with pytest.raises(WorkflowError):
            workflow.decide(superior, first, outcome="refused")
        with pytest.raises(WorkflowError):
            workflow.decide(superior, first, outcome="redirected", reason="由市局办理")
        workflow.decide(superior, first, outcome="redirected", reason="由市局办理", redirected_to=superior.unit)
    with author.acting():
        assert Decision.objects.get().redirected_to == superior.unit
        with pytest.raises(WorkflowError):
            rounds.open_round(author, document, due_on=make.in_a_week())
        second = workflow.ask(author, subject_of(document, "补充说明"), guest.unit)
        workflow.withdraw(author, second)
        assert Matter.objects.get(pk=second.pk).state == State.WITHDRAWN
        assert not Waiting.objects.open().filter(matter=second.pk).exists()


def test_nobody_but_an_approver_of_the_superior_decides() -> None:
    author, guest = make_actor("320102"), make_actor("340100")
    decision = ask(author, county_draft(author, guest), guest.unit)

    for other in (make_actor("320100", Role.HANDLER), author):
        with other.acting(), pytest.raises(NotAllowed):
            workflow.decide(other, decision, outcome="approved")
    with author.acting(), pytest.raises(DatabaseError), transaction.atomic():
        Matter.objects.filter(pk=decision.pk).update(state=State.APPROVED)
    for stranger in (guest, make_actor("310000")):
        with stranger.acting():
            assert not Decision.objects.exists()


def test_units_of_one_level_need_nobody() -> None:
    author, guest = make_actor("320100"), make_actor("340100")
    document = county_draft(author, guest)

    with author.acting(), pytest.raises(WorkflowError):
        workflow.ask(author, subject_of(document, "样例"), guest.unit)
    assert make.solicit(author, document).status is Status.SOLICITING
