"""The path of a document through its steps, as the units walk it."""

import pytest
from django.utils import timezone

from collaboration.documents.models import Answer, Countersignature, Disposition, JointDocument, Opinion, Status
from collaboration.documents.workflow import cancelling, countersigning, deciding, drafting, opinions, rounds
from collaboration.documents.workflow.versions import latest, wording_of
from collaboration.errors import WorkflowError
from collaboration.notifications.models import Notification
from collaboration.worklist.models import Waiting
from tests.factories.documents import again, agree, in_a_week, make_document, make_draft, paragraphs, proof, sign
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def js():
    return make_actor("320000")


@pytest.fixture
def zj():
    return make_actor("330000")


def waiting_of(actor, document):
    with actor.acting():
        return [row.step for row in Waiting.objects.for_person(actor).filter(matter=document.pk)]


def test_document_goes_from_draft_to_signed(author, js, zj):
    document = make_draft(author, js, zj)
    with author.acting():
        rounds.open_round(author, document, due_on=in_a_week())
    assert waiting_of(js, document) == ["answer"]

    with js.acting():
        opinion = opinions.note_opinion(js, document, text="样例情况宜每月互通。")
        opinions.answer(js, document, outcome=Answer.Outcome.OPINIONS)
    agree([zj], document)
    assert waiting_of(author, document) == ["decide"]
    with author.acting():
        deciding.decide(author, document, opinion, outcome=Disposition.Outcome.DECLINED, reason="每季度已经足够。")
        rounds.fix_text(author, document, version=1)
        countersigning.start_countersigning(author, document)
    assert waiting_of(zj, document) == ["countersign"]
    for signer in (zj, author, js):
        sign(signer, document)

    signed = again(author, document)
    assert signed.status is Status.SIGNED
    assert signed.issued_on == timezone.localdate()
    assert waiting_of(zj, document) == []


def test_drafts_stay_with_the_unit_that_writes_them(author, js):
    draft = make_draft(author, js)
    sent = make_document(Status.SOLICITING, author, js, title="另一样例协议")
    with js.acting():
        assert list(JointDocument.objects.visible_to(js)) == [sent]
    with author.acting():
        assert set(JointDocument.objects.visible_to(author)) == {draft, sent}


def test_opinions_stay_hidden_until_the_round_closes_also_from_the_drafter(author, js, zj):
    document = make_document(Status.SOLICITING, author, js, zj)
    with js.acting():
        opinions.note_opinion(js, document, text="样例意见一。")
        opinions.answer(js, document, outcome=Answer.Outcome.OPINIONS)
    for other in (author, zj):
        with other.acting():
            assert list(Opinion.objects.all()) == []
    with author.acting():
        assert Answer.objects.count() == 1
    with zj.acting():
        assert Answer.objects.count() == 0
        opinions.answer(zj, document, outcome=Answer.Outcome.NO_OPINION)
        assert [opinion.text for opinion in Opinion.objects.all()] == ["样例意见一。"]
        assert Answer.objects.count() == 2


def test_what_was_never_handed_in_stays_in_the_house(author, js, zj):
    document = make_document(Status.SOLICITING, author, js, zj)
    with js.acting():
        opinions.note_opinion(js, document, text="样例草稿。")
    with author.acting():
        rounds.close_round(author, document, early=True)
        assert list(Opinion.objects.all()) == []
        rounds.fix_text(author, document, version=1)
    with js.acting():
        assert Opinion.objects.count() == 1


def test_silence_is_not_consent_and_early_closing_must_be_said(author, js):
    document = make_document(Status.SOLICITING, author, js)
    with author.acting():
        with pytest.raises(WorkflowError):
            rounds.close_round(author, document)
        held = rounds.close_round(author, document, early=True)
        assert list(held.answers.all()) == []


def test_text_is_fixed_only_when_every_opinion_is_decided(author, js):
    document = make_document(Status.SOLICITING, author, js)
    with js.acting():
        opinion = opinions.note_opinion(js, document, text="样例意见。")
        opinions.answer(js, document, outcome=Answer.Outcome.OPINIONS)
    with author.acting():
        with pytest.raises(WorkflowError):
            rounds.fix_text(author, document, version=1)
        with pytest.raises(WorkflowError):
            deciding.decide(author, document, opinion, outcome=Disposition.Outcome.DECLINED)
        deciding.decide(author, document, opinion, outcome=Disposition.Outcome.ADOPTED)
        rounds.fix_text(author, document, version=1)
    assert again(author, document).status is Status.FINAL


def test_unit_that_declines_leaves_the_text_and_does_not_sign(author, js, zj):
    document = make_document(Status.SOLICITING, author, js, zj)
    with js.acting():
        opinions.decline(js, document, reason="与本单位无关。")
    agree([zj], document)
    with author.acting():
        rounds.fix_text(author, document, version=1)
        assert [issuer["code"] for issuer in latest(document).issuers] == ["310000", "330000"]
        countersigning.start_countersigning(author, document)
    for signer in (author, zj):
        sign(signer, document)
    assert again(author, document).status is Status.SIGNED


def test_return_voids_the_signatures_and_keeps_their_rows(author, js):
    document = make_document(Status.COUNTERSIGNING, author, js)
    sign(author, document)
    with js.acting():
        attempt = countersigning.open_attempt(document)
        countersigning.return_text(js, document, content_hash=attempt.version.content_hash, reason="日期有误。")
    assert again(author, document).status is Status.FINAL
    assert waiting_of(author, document) == ["revise"]
    with author.acting():
        assert Countersignature.objects.count() == 1
        rounds.reopen_text(author, document)
        wording = wording_of(latest(document))
        blocks = [*wording.blocks, *paragraphs("日期以签署日为准。")]
        drafting.save_version(author, document, revision=0, title=wording.title, blocks=blocks)
        rounds.fix_text(author, document, version=2)
        second = countersigning.start_countersigning(author, document)
        assert second.version.content_hash != attempt.version.content_hash
    for signer in (author, js):
        sign(signer, document)
    assert again(author, document).status is Status.SIGNED


def test_cancelling_tells_everyone_and_closes_what_waits(author, js):
    document = make_document(Status.COUNTERSIGNING, author, js)
    with author.acting():
        cancelling.cancel(author, document, reason="样例终止。")
    assert again(author, document).status is Status.CANCELLED
    assert waiting_of(js, document) == []
    with js.acting():
        assert Notification.objects.filter(user=js.user, act="cancelled").count() == 1


def test_closed_unit_is_left_out(author, js, zj):
    document = make_document(Status.SOLICITING, author, js, zj)
    with author.acting(), pytest.raises(WorkflowError):
        drafting.leave_out(author, document, zj.unit)
    agree([js], document)
    with as_owner():
        zj.unit.closed_on = timezone.localdate()
        zj.unit.save()
    with author.acting():
        drafting.leave_out(author, document, zj.unit)
        rounds.close_round(author, document)
        rounds.fix_text(author, document, version=1)
        assert [issuer["code"] for issuer in latest(document).issuers] == ["310000", "320000"]


def test_signing_a_stale_text_is_refused(author, js):
    document = make_document(Status.COUNTERSIGNING, author, js)
    with js.acting(), pytest.raises(WorkflowError):
        countersigning.countersign(js, document, content_hash="0" * 64, prove=proof)
