"""A unit whose opinion is not adopted agrees, or maintains it to everybody who signs."""

import pytest

from collaboration.documents.models import Answer, Opinion, Reply, Status
from collaboration.documents.opinions import table
from collaboration.documents.workflow import countersigning, deciding, replies, rounds
from collaboration.documents.workflow.versions import latest
from collaboration.errors import WorkflowError, WrongState
from collaboration.worklist.models import Waiting
from tests.factories.desk import at_desk
from tests.factories.documents import again, make_document
from tests.factories.opinions import make_answered, say
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
SAID = {"text": "样例事项宜先行试点。"}
WHY = "样例条件尚不具备。"


@pytest.fixture
def people():
    return make_actor("310000"), make_actor("320000"), make_actor("330000")


def waiting_for(actor):
    with actor.acting():
        return list(Waiting.objects.open().filter(unit=actor.unit).values_list("step", flat=True))


def declined(author, document, opinion):
    with author.acting():
        deciding.decide(author, document, opinion, outcome="declined", reason="样例理由。")


def test_the_unit_is_asked_and_its_reply_ends_the_waiting(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [SAID], zj: []})

    declined(author, document, opinion)
    assert (waiting_for(js), waiting_for(zj)) == (["reply"], [])

    with js.acting():
        with pytest.raises(WorkflowError):
            replies.reply(js, document, opinion, stance="maintained")
        replies.reply(js, document, opinion, stance="maintained", reason=WHY)
        with pytest.raises(WrongState):
            replies.reply(js, document, opinion, stance="confirmed")
    assert waiting_for(js) == []


def test_a_changed_decision_asks_anew_and_an_adopted_opinion_asks_nobody(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [SAID], zj: []})
    declined(author, document, opinion)
    with js.acting():
        replies.reply(js, document, opinion, stance="confirmed")

    declined(author, document, opinion)
    assert waiting_for(js) == ["reply"]
    with author.acting():
        deciding.decide(author, document, opinion, outcome="adopted")
    assert waiting_for(js) == []


def test_the_question_stays_open_when_the_text_is_fixed_and_ends_with_countersigning(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [SAID], zj: []})
    declined(author, document, opinion)
    with author.acting():
        rounds.fix_text(author, document, version=latest(document).number)
    assert waiting_for(js) == ["reply"]
    with author.acting():
        countersigning.start_countersigning(author, document)
    assert waiting_for(js) == ["countersign"]
    with js.acting(), pytest.raises(WrongState):
        replies.reply(js, document, opinion, stance="confirmed")


def test_every_signatory_reads_what_is_maintained_before_signing(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [SAID], zj: []})
    declined(author, document, opinion)
    with js.acting():
        replies.reply(js, document, opinion, stance="maintained", reason=WHY)
    with author.acting():
        rounds.fix_text(author, document, version=latest(document).number)
        countersigning.start_countersigning(author, document)

    for actor in people:
        page = at_desk(actor).get(f"/documents/{document.public_id}/countersign/").content.decode()
        assert WHY in page
        assert SAID["text"] in page


def test_only_the_unit_itself_replies(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [SAID], zj: []})
    declined(author, document, opinion)
    with zj.acting(), pytest.raises(WrongState):
        replies.reply(zj, document, opinion, stance="confirmed")
    page = at_desk(zj).post(f"/documents/{document.public_id}/reply/{opinion.public_id}/", {"stance": "confirmed"})
    assert page.status_code == 404
    with js.acting():
        assert not Reply.objects.exists()


def test_a_reply_without_a_reason_keeps_what_was_typed(people):
    author, js, zj = people
    document, (opinion,) = make_answered(author, {js: [SAID], zj: []})
    declined(author, document, opinion)
    browser, prefix = at_desk(js), opinion.public_id
    address = f"/documents/{document.public_id}/reply/"

    refused = browser.post(f"{address}{prefix}/", {f"{prefix}-stance": "maintained"})
    assert refused.status_code == 422
    assert 'value="maintained"' in refused.content.decode()
    assert SAID["text"] in browser.get(address).content.decode()
    assert browser.post(f"{address}{prefix}/", {f"{prefix}-stance": "confirmed"}).status_code == 302


def test_what_stays_with_the_drafting_unit_is_read_by_the_others_only_when_maintained(people):
    author, js, zj = people
    document = make_document(Status.DRAFT, author, js, zj)
    with author.acting():
        rounds.open_round(author, document, stays_with_drafter=True)
    document = again(author, document)
    (kept, maintained) = say(js, document, SAID, {"text": "另一样例意见。"})
    say(zj, document)
    with zj.acting():
        assert [line.answer for line in table.lines_of(again(zj, document), zj)] == [Answer.Outcome.NO_OPINION.label]
        assert not Opinion.objects.exists()
    declined(author, document, maintained)
    with js.acting():
        replies.reply(js, document, maintained, stance="maintained", reason=WHY)
    with zj.acting():
        assert list(Opinion.objects.all()) == list(Opinion.objects.visible_to(zj)) == [maintained]
        assert [line.opinion for line in table.maintained_of(again(zj, document), zj)] == [maintained]
    with author.acting():
        assert set(Opinion.objects.visible_to(author)) == {kept, maintained}
