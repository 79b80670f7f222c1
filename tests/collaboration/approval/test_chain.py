"""A unit's own chain precedes its word: who takes which step, what comes back, what a change of the text makes void."""

import pytest

from collaboration.approval import clearance
from collaboration.approval.models import Act, Chain, Run, Step, StepKind
from collaboration.approval.models.chains import Planned
from collaboration.approval.workflow import deciding, submitting
from collaboration.documents.models import Answer, Status
from collaboration.documents.workflow import countersigning, drafting, opinions, rounds
from collaboration.documents.workflow import deciding as dispositions
from collaboration.documents.workflow.versions import latest
from collaboration.errors import NotAllowed, Stale, WorkflowError, WrongState
from collaboration.internal.models import InternalRecord
from collaboration.notifications.models import Notification
from tenants.identity.roles import Role
from tests.factories.approvals import at_home, give_chain, make_department, waiting_step
from tests.factories.documents import again, in_a_week, make_document, make_draft, paragraphs, proof, sign
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
SH = "310000"


@pytest.fixture
def clerk():
    return make_actor(SH, Role.HANDLER)


@pytest.fixture
def reviewer():
    return make_actor(SH, Role.APPROVER)


@pytest.fixture
def chief():
    return make_actor(SH, Role.SIGNATORY)


@pytest.fixture
def guest():
    return make_actor("320000")


def send(actor, document):
    with actor.acting():
        return rounds.open_round(actor, document, due_on=in_a_week())


def submit(actor, document, word="send"):
    with at_home(actor):
        return submitting.submit(actor, document.matter, word, comment="请审核。")


def agree(actor, document, comment="同意。"):
    with at_home(actor):
        return deciding.agree(actor, waiting_step(actor, document), comment=comment)


def told(actor):
    with actor.acting():
        return [row.act for row in Notification.objects.visible_to(actor.user)]


def test_a_unit_without_a_chain_goes_on_as_before(clerk, guest):
    send(clerk, make_draft(clerk, guest))


def test_a_word_is_said_only_after_its_chain(clerk, reviewer, chief, guest):
    give_chain(SH, "send")
    document = make_draft(clerk, guest)

    with pytest.raises(clearance.NotCleared):
        send(clerk, document)
    submit(clerk, document)
    with pytest.raises(clearance.NotCleared, match="核稿"):
        send(clerk, document)
    agree(reviewer, document)
    with pytest.raises(clearance.NotCleared, match="签发"):
        send(clerk, document)
    agree(chief, document)

    assert send(clerk, document).number == 1
    assert [told(person) for person in (reviewer, chief, clerk)] == [
        ["approval_waits"], ["approval_waits"], ["approval_complete"]
    ]  # fmt: skip
    with at_home(clerk):
        assert [act.what for act in Act.objects.all()] == ["submitted", "agreed", "agreed"]
        acts = InternalRecord.objects.filter(matter=document.public_id).values_list("act", flat=True)
        assert list(acts) == ["approval_submitted", "approval_agreed", "approval_agreed"]


def test_nobody_takes_anothers_step_and_none_out_of_turn(clerk, reviewer, chief, guest):
    give_chain(SH, "send")
    document = make_draft(clerk, guest)
    submit(clerk, document)

    with at_home(reviewer):
        step = waiting_step(reviewer, document)
        following = Step.objects.get(kind=StepKind.SIGN_OFF)
    for person in (clerk, chief, make_actor(SH, Role.MEMBER)):
        with at_home(person), pytest.raises(NotAllowed):
            deciding.agree(person, step)
    with at_home(chief), pytest.raises(WrongState):
        deciding.agree(chief, following)
    with at_home(guest), pytest.raises(WrongState):
        deciding.agree(guest, step)
    with at_home(clerk), pytest.raises(WrongState):
        submitting.submit(clerk, document.matter, "send")


def test_departments_countersign_at_once(clerk, chief, guest):
    first, second = (make_actor(SH, Role.APPROVER) for _number in range(2))
    law, general = make_department(SH, "法规处", first), make_department(SH, "综合处", second)
    give_chain(SH, "send", Planned(StepKind.DEPARTMENTS, departments=(law.pk, general.pk)),
               Planned(StepKind.SIGN_OFF, role=Role.SIGNATORY))  # fmt: skip
    document = make_draft(clerk, guest)
    submit(clerk, document)

    agree(second, document)
    with at_home(chief):
        assert not Step.objects.for_person(chief).waiting().exists()
    agree(first, document)

    agree(chief, document)
    send(clerk, document)


def test_it_goes_back_to_an_earlier_step_with_a_reason(clerk, reviewer, chief, guest):
    give_chain(SH, "send")
    document = make_draft(clerk, guest)
    submit(clerk, document)
    agree(reviewer, document)

    with at_home(chief):
        step = waiting_step(chief, document)
        for reason, to in (("", 0), ("依据不足。", 2), ("依据不足。", 7)):
            with pytest.raises(WorkflowError):
                deciding.send_back(chief, step, reason=reason, to=to)
        deciding.send_back(chief, step, reason="依据不足。", to=1)
    assert told(reviewer)[0] == "approval_returned"
    agree(reviewer, document, comment="已补充。")
    with at_home(chief):
        deciding.send_back(chief, waiting_step(chief, document), reason="标题不当。")
    submit(clerk, document)
    agree(reviewer, document)
    agree(chief, document)

    send(clerk, document)
    with at_home(clerk):
        said = list(Act.objects.filter(what="returned").values_list("words", "to_kind"))
    assert said == [("依据不足。", "review"), ("标题不当。", "draft")]


def test_a_step_is_handed_on_a_signer_added_a_substitute_named(clerk, reviewer, chief, guest):
    expert, deputy = make_actor(SH, Role.MEMBER), make_actor(SH, Role.MEMBER)
    give_chain(SH, "send")
    document = make_draft(clerk, guest)
    submit(clerk, document)

    with at_home(reviewer):
        deciding.add_signer(reviewer, waiting_step(reviewer, document), expert.user)
        deciding.hand_on(reviewer, waiting_step(reviewer, document), deputy.user, reason="外出。")
    with at_home(clerk):
        sign_off = Step.objects.get(kind=StepKind.SIGN_OFF)
        with pytest.raises(WorkflowError):
            deciding.substitute(clerk, sign_off, guest.user, reason="离岗。")
        deciding.substitute(clerk, sign_off, deputy.user, reason="离岗。")
    agree(deputy, document)
    with pytest.raises(clearance.NotCleared, match=expert.user.name):
        send(clerk, document)
    agree(expert, document)
    agree(deputy, document)

    send(clerk, document)


def test_a_change_of_the_text_makes_the_agreements_void_and_says_so_before(clerk, reviewer, chief, guest):
    give_chain(SH, "send")
    document = make_draft(clerk, guest)
    submit(clerk, document)
    agree(reviewer, document)
    agree(chief, document)
    with clerk.acting():
        assert len(submitting.at_stake(clerk, document.matter)) == 2
        drafting.save_version(clerk, document, revision=0, title="样例改动协议", blocks=paragraphs("改了。"))
        assert submitting.at_stake(clerk, document.matter) == []

    with pytest.raises(clearance.NotCleared):
        send(clerk, again(clerk, document))
    assert told(reviewer)[0] == told(chief)[0] == "approval_voided"
    submit(clerk, document)
    agree(reviewer, document)
    agree(chief, document)
    send(clerk, again(clerk, document))


def test_an_invited_unit_approves_its_answer_and_its_signature(clerk, guest):
    give_chain("320000", "answer")
    give_chain("320000", "countersign")
    document = make_document(Status.SOLICITING, clerk, guest)
    with guest.acting(), pytest.raises(clearance.NotCleared):
        opinions.answer(guest, document, outcome=Answer.Outcome.NO_OPINION)
    submit(guest, document, "answer")
    agree(guest, document)
    agree(guest, document)
    with guest.acting():
        opinions.note_opinion(guest, document, text="补充一条。")
        with pytest.raises(clearance.NotCleared):
            opinions.answer(guest, document, outcome=Answer.Outcome.OPINIONS)
    submit(guest, document, "answer")
    agree(guest, document)
    agree(guest, document)
    with guest.acting():
        opinion = opinions.answer(guest, document, outcome=Answer.Outcome.OPINIONS).round.opinions.get()
    with clerk.acting():
        dispositions.decide(clerk, document, opinion, outcome="adopted")
        rounds.fix_text(clerk, document, version=latest(document).number)
        countersigning.start_countersigning(clerk, document)
    with guest.acting(), pytest.raises(clearance.NotCleared):
        digest = countersigning.open_attempt(document).version.content_hash
        countersigning.countersign(guest, document, content_hash=digest, prove=proof)
    submit(guest, document, "countersign")
    agree(guest, document)
    agree(guest, document)
    sign(guest, again(guest, document))


def test_what_waits_keeps_the_chain_it_began_with(clerk, reviewer, chief, guest):
    early = make_draft(clerk, guest)
    give_chain(SH, "send")
    send(clerk, early)
    document, other = make_draft(clerk, guest), make_draft(clerk, guest)
    submit(clerk, document)
    give_chain(SH, "send", Planned(StepKind.REVIEW, role=Role.APPROVER))
    later = make_draft(clerk, guest)

    for one in (document, other):
        if one is other:
            submit(clerk, other)
        agree(reviewer, one)
        with pytest.raises(clearance.NotCleared):
            send(clerk, one)
    submit(clerk, later)
    agree(reviewer, later)
    send(clerk, later)
    with at_home(clerk):
        assert list(Chain.objects.values_list("version", flat=True)) == [2, 1]


def test_a_chain_may_differ_by_kind_and_for_normative_documents(clerk, reviewer, guest):
    give_chain(SH, "send", Planned(StepKind.REVIEW, role=Role.APPROVER), variant="joint_notice")

    send(clerk, make_draft(clerk, guest))
    with pytest.raises(clearance.NotCleared):
        send(clerk, make_draft(clerk, guest, kind="joint_notice"))


def test_a_round_that_closed_leaves_nothing_waiting_in_the_house(clerk, guest):
    give_chain("320000", "answer")
    document = make_document(Status.SOLICITING, clerk, guest)
    submit(guest, document, "answer")
    with at_home(guest):
        step = waiting_step(guest, document)
    with clerk.acting():
        rounds.close_round(clerk, document, early=True)

    with at_home(guest):
        assert not Step.objects.for_person(guest).waiting().exists()
        with pytest.raises(WrongState):
            deciding.agree(guest, step)
        assert not Run.objects.live().exists()


def test_a_stale_text_is_not_agreed_to(clerk, reviewer, guest):
    give_chain(SH, "send")
    document = make_draft(clerk, guest)
    run = submit(clerk, document)
    with at_home(clerk):
        Run.objects.filter(pk=run.pk).update(digest="0" * 64)
    with at_home(reviewer), pytest.raises(Stale):
        deciding.agree(reviewer, waiting_step(reviewer, document))


def test_only_the_administrator_of_the_unit_sets_its_chains(clerk, guest):
    from django.db import DatabaseError, connection, transaction

    from collaboration.approval.chains import set_chain

    for person in (clerk, make_actor(SH, Role.AUDITOR)):
        with at_home(person):
            with pytest.raises(NotAllowed):
                set_chain(person, kind="document", word="send", steps=[])
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT approval_set_chain('document', 'send', '', false, '[]')")
    other = make_department("320000", "法规处")
    with pytest.raises(WorkflowError):
        give_chain(SH, "send", Planned(StepKind.DEPARTMENTS, departments=(other.pk,)))
    with pytest.raises(WorkflowError):
        give_chain(SH, "send", Planned(StepKind.REVIEW))
    with pytest.raises(WorkflowError):
        give_chain(SH, "shout")
