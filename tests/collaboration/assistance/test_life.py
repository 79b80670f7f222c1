"""A request from its draft to its closing, through the real steps."""

import pytest
from django.db import DatabaseError, connection, transaction

from collaboration.assistance.models import AssistanceRequest, Note, Reply, Status
from collaboration.assistance.workflow import drafting, handling, receiving, sending
from collaboration.errors import NotAllowed, Stale, WorkflowError, WrongState
from collaboration.matters import confidences
from collaboration.matters.models import Matter
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tenants.identity.roles import Role
from tests.factories import requests
from tests.factories.people import at_home, make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def nanjing():
    return make_actor("320100")


@pytest.fixture
def hefei():
    return make_actor("340100")


def waits_for(actor, request):
    with at_home(actor):
        return set(Waiting.objects.open().filter(matter=request.pk, unit=actor.unit).values_list("step", flat=True))


def test_straight_to_the_closing(nanjing, hefei):
    draft = requests.make_request(nanjing, hefei.unit)
    with at_home(hefei):
        assert not AssistanceRequest.objects.filter(pk=draft.pk).exists()

    sent = requests.send(nanjing, draft)
    assert sent.status == Status.SENT and waits_for(hefei, sent) == {"receive"}
    accepted = requests.accept(hefei, sent)
    assert accepted.status == Status.ACCEPTED and waits_for(hefei, accepted) == {"reply"}
    with at_home(hefei):
        handling.report(hefei, accepted, text="已到现场。")
    answered = requests.reply(hefei, accepted)
    assert answered.status == Status.ANSWERED and waits_for(nanjing, answered) == {"confirm"}
    with at_home(nanjing):
        handling.ask_to_complete(nanjing, answered, text="缺少笔录。")
    again = requests.reply(hefei, requests.again(hefei, answered))
    with at_home(nanjing):
        handling.confirm(nanjing, again)
        acts = list(Record.objects.filter(chain=again.public_id).values_list("act", flat=True))
    assert acts == [
        "created", "sent", "received", "accepted", "noted", "replied", "completion_asked", "replied", "confirmed",
    ]  # fmt: skip
    closed = requests.again(nanjing, again)
    assert closed.status == Status.CLOSED and closed.matter.closed_at
    assert not waits_for(nanjing, closed) and not waits_for(hefei, closed)


def test_personal_answers_lie_encrypted(nanjing, hefei):
    request = requests.send(nanjing, requests.make_request(nanjing, hefei.unit))
    assert "party" not in request.answers and request.answers["cause"]
    with at_home(nanjing), connection.cursor() as cursor:
        cursor.execute(
            "SELECT row_to_json(r)::text FROM assistance_assistancerequest r WHERE matter_id = %s", [request.pk]
        )
        assert "样例当事人" not in cursor.fetchone()[0]
    with at_home(hefei):
        assert confidences.reveal(request.matter, request.confidences)["party"] == "样例当事人"


def test_the_same_form_twice_is_one_draft(nanjing, hefei):
    first = requests.make_request(nanjing, hefei.unit)
    with at_home(nanjing):
        second = drafting.create(nanjing, first.kind_version, requests.wording(hefei.unit), form_key=first.form_key)
    assert second.pk == first.pk


def test_who_looked_at_an_older_draft_is_told(nanjing, hefei):
    draft = requests.make_request(nanjing, hefei.unit)
    with at_home(nanjing):
        drafting.save(nanjing, draft, requests.wording(hefei.unit, title="改后的样例"), revision=0)
        with pytest.raises(Stale):
            drafting.save(nanjing, draft, requests.wording(hefei.unit), revision=0)
    assert requests.again(nanjing, draft).title == "改后的样例"


def test_across_levels_the_superior_decides_first(hefei):
    county, jiangsu, third = make_actor("320102"), make_actor("320000"), make_actor("330000")
    nanjing = make_actor("320100", Role.APPROVER)
    request = requests.send(county, requests.make_request(county, hefei.unit))
    assert request.status == Status.LEVEL_DECISION
    with at_home(hefei):
        assert not AssistanceRequest.objects.filter(pk=request.pk).exists()
    with at_home(jiangsu), pytest.raises(NotAllowed):
        receiving.decide_level(jiangsu, request, approves=True)
    with at_home(nanjing), pytest.raises(WorkflowError):
        receiving.decide_level(nanjing, request, approves=False, reason=" ")
    with at_home(nanjing):
        receiving.decide_level(nanjing, request, approves=True)
    assert requests.again(hefei, request).status == Status.SENT
    with at_home(third):
        assert not Matter.objects.filter(pk=request.pk).exists()


def test_redirected_across_levels(hefei):
    county, nanjing, other = make_actor("320102"), make_actor("320100", Role.APPROVER), make_actor("310000")
    request = requests.send(county, requests.make_request(county, hefei.unit))
    with at_home(nanjing):
        receiving.decide_level(nanjing, request, approves=True, redirect_to=other.unit, reason="事项在该地发生")
    assert requests.again(other, request).addressee == other.unit
    with at_home(hefei):
        assert not AssistanceRequest.objects.filter(pk=request.pk).exists()


def test_downwards_it_is_an_assignment_that_is_not_declined():
    jiangsu, nanjing = make_actor("320000"), make_actor("320100")
    request = requests.send(jiangsu, requests.make_request(jiangsu, nanjing.unit))
    assert request.status == Status.SENT
    with at_home(nanjing):
        receiving.receive(nanjing, request)
        with pytest.raises(WorkflowError, match="交办"):
            receiving.decline(nanjing, request, why="other", reason="不便办理")


def test_returned_completed_accepted(nanjing, hefei):
    request = requests.send(nanjing, requests.make_request(nanjing, hefei.unit))
    with at_home(hefei):
        receiving.receive(hefei, request)
        receiving.return_for_completion(hefei, request, text="请补充地点。")
    assert waits_for(nanjing, request) == {"complete"} and not waits_for(hefei, request)
    changed = requests.wording(hefei.unit, title="补正后的样例")
    with at_home(nanjing):
        sending.complete(nanjing, request, changed, revision=0)
    assert waits_for(hefei, request) == {"accept"}
    assert requests.again(hefei, request).title == "补正后的样例"


def test_forwarded_inside_the_line_and_never_in_a_circle(hefei):
    shanghai, jiangsu, nanjing = make_actor("310000"), make_actor("320000"), make_actor("320100")
    request = requests.send(shanghai, requests.make_request(shanghai, jiangsu.unit))
    with at_home(jiangsu):
        receiving.receive(jiangsu, request)
        receiving.forward(jiangsu, request, nanjing.unit, reason="由所在地办理")
    with at_home(nanjing):
        receiving.receive(nanjing, request)
        with pytest.raises(WorkflowError):
            receiving.forward(nanjing, request, jiangsu.unit, reason="退回去")
    with at_home(jiangsu), pytest.raises(NotAllowed):
        receiving.accept(jiangsu, request)


def test_to_several_at_once_each_sees_its_own(nanjing, hefei):
    draft = requests.make_request(nanjing, hefei.unit, kind="enquiry")
    county = make_actor("320102")
    with at_home(nanjing):
        sent = sending.send(nanjing, draft, also=[county.unit, hefei.unit])
    assert len(sent) == 2 and len({one.bundle for one in sent}) == 1
    with at_home(county):
        assert AssistanceRequest.objects.count() == 1


def test_parts_come_back_before_the_reply(nanjing, hefei):
    county = make_actor("320102")
    request = requests.accept(nanjing, requests.send(hefei, requests.make_request(hefei, nanjing.unit)))
    with at_home(nanjing):
        with pytest.raises(WorkflowError):
            handling.split(nanjing, request, [])
        (part,) = handling.split(nanjing, request, [requests.wording(county.unit, title="其中一项")])
    part = requests.send(nanjing, part)
    with at_home(nanjing), pytest.raises(WorkflowError, match="分办"):
        handling.reply(nanjing, request, requests.PROOFS["evidence"])
    requests.reply(county, requests.accept(county, part))
    with at_home(nanjing):
        handling.confirm(nanjing, part)
        handling.reply(nanjing, request, requests.PROOFS["evidence"])


def test_questions_wait_for_their_answer(nanjing, hefei):
    request = requests.accept(hefei, requests.send(nanjing, requests.make_request(nanjing, hefei.unit)))
    with at_home(hefei):
        question = handling.ask(hefei, request, text="何时发现？")
    assert waits_for(nanjing, request) == {"answer_question"}
    with at_home(nanjing):
        handling.answer_question(nanjing, request, question, text="上周。")
        with pytest.raises(WorkflowError):
            handling.answer_question(nanjing, request, question, text="再答一次。")
    assert not waits_for(nanjing, request)


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"answers": {}}, "Answer these"), ({"wanted_on": "past"}, "past"), ({"addressee": "self"}, "itself")],
)
def test_what_cannot_be_sent_says_why_and_stays_a_draft(nanjing, hefei, changed, words):
    from datetime import timedelta

    from django.utils import timezone, translation

    given = {
        name: {"past": timezone.localdate() - timedelta(days=1), "self": nanjing.unit}.get(value, value)
        if isinstance(value, str) else value for name, value in changed.items()
    }  # fmt: skip
    with at_home(nanjing), translation.override("en"):
        draft = drafting.create(
            nanjing, requests.version_of("evidence"), requests.wording(**{"addressee": hefei.unit, **given})
        )
        with pytest.raises(WorkflowError, match=words):
            sending.send(nanjing, draft)
    assert requests.again(nanjing, draft).status == Status.DRAFT


def test_withdrawn_before_acceptance_ended_after(nanjing, hefei):
    first = requests.send(nanjing, requests.make_request(nanjing, hefei.unit))
    with at_home(nanjing):
        sending.withdraw(nanjing, first, reason="已无必要")
    assert requests.again(hefei, first).status == Status.WITHDRAWN
    second = requests.accept(hefei, requests.send(nanjing, requests.make_request(nanjing, hefei.unit)))
    with at_home(nanjing):
        with pytest.raises(WrongState):
            sending.withdraw(nanjing, second, reason="已无必要")
        sending.end(nanjing, second, reason="案件撤销")
    assert requests.again(hefei, second).status == Status.ENDED


def test_by_plain_sql_nobody_takes_a_step_of_another(nanjing, hefei):
    county, approver = make_actor("320102"), make_actor("320100", Role.APPROVER)
    request = requests.send(county, requests.make_request(county, hefei.unit))
    for actor, state in ((county, "sent"), (county, "accepted")):
        with at_home(actor), pytest.raises(DatabaseError), transaction.atomic():
            Matter.objects.filter(pk=request.pk).update(state=state)
    with at_home(approver):
        receiving.decide_level(approver, request, approves=True)
    for actor in (county, approver):
        with at_home(actor), pytest.raises(DatabaseError), transaction.atomic():
            Matter.objects.filter(pk=request.pk).update(state="received")
    with at_home(approver):
        assert not Note.objects.exists() and not Reply.objects.exists()
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT assistance_admit(%s, %s, 'asked')", [request.pk, make_actor("330000").unit.pk])


def test_a_draft_is_given_up_and_nobody_else_learns_of_it(nanjing, hefei):
    draft = requests.make_request(nanjing, hefei.unit)
    with at_home(nanjing):
        drafting.discard(nanjing, draft)
    assert requests.again(nanjing, draft).status == Status.WITHDRAWN
    with at_home(hefei):
        assert not Matter.objects.filter(pk=draft.pk).exists()
