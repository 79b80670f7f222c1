"""Opinions stand in the editor at the words they are about, also after the text was written on."""

import pytest

from collaboration.documents.models import Answer, Disposition, Opinion, Status
from collaboration.documents.text.anchors import Anchor
from collaboration.documents.views.remarks import remarks_on
from collaboration.documents.workflow import deciding, opinions, rounds
from collaboration.documents.workflow.versions import latest, wording_of
from collaboration.documents.workflow.working import draft_of
from tenants.audit.models import Record
from tests.factories.desk import at_desk
from tests.factories.documents import again, make_document
from tests.factories.opinions import CHANGE, make_answered
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def test_opinion_follows_its_words_without_the_number_that_makes_itself():
    author, guest = make_actor("310000"), make_actor("320000")
    document = make_document(Status.SOLICITING, author, guest)
    with guest.acting():
        heading = wording_of(latest(again(guest, document))).blocks[1]
        anchor = Anchor.on(heading, 2, 4)
        noted = opinions.note_opinion(guest, document, text="样例意见。", block_id=heading.id)
        opinions.answer(guest, document, outcome=Answer.Outcome.OPINIONS)
    with as_owner():
        Opinion.objects.filter(pk=noted.pk).update(
            start=2, end=4, quote=anchor.quote, proposed_text="范例", kind=Opinion.Kind.MODIFY
        )
    with author.acting():
        if rounds.open_round_of(document):
            rounds.close_round(author, document)
        draft = draft_of(document)
        draft.blocks[1] = {**draft.blocks[1], "text": "新样例事项", "auto": True}
        shown = remarks_on(again(author, document), draft, author)
    assert [(one["kind"], one["block"], one["start"], one["end"], one["quote"]) for one in shown] == [
        ("replace", heading.id, 1, 3, "样例")
    ]


def test_a_place_given_anew_is_shown_and_what_is_accepted_is_decided_with_the_save():
    author, js, zj = make_actor("310000"), make_actor("320000"), make_actor("330000")
    document, (opinion,) = make_answered(author, {js: [CHANGE], zj: []})
    browser, address = at_desk(author), f"/documents/{document.public_id}/write/"
    with author.acting():
        draft = draft_of(document)
        (shown,) = remarks_on(document, draft, author)
        was = next(line for line in draft.blocks if line["id"] == shown["block"])
        other = next(line for line in draft.blocks if line["kind"] == "p" and line["id"] != was["id"])
        deciding.place_again(author, document, opinion, block_id=other["id"])
        (shown,) = remarks_on(again(author, document), draft_of(document), author)
        assert (shown["block"], shown["quote"]) == (other["id"], other["text"])

        order = [line["id"] for line in draft.blocks]
        sent = {
            "revision": draft.revision, "order": order, "orders": [order], "was": [other], "metadata": {},
            "changed": [{**other, "text": shown["proposed"]}], "metadata_was": {}, "adopted": [shown["id"]],
        }  # fmt: skip
    answers = [browser.post(f"{address}save/", sent, content_type="application/json").json() for _twice in range(2)]

    assert [answer["revision"] for answer in answers] == [draft.revision + 1, draft.revision + 1]
    with author.acting():
        decided = Disposition.objects.get(opinion=opinion)
        assert (decided.outcome, decided.is_applied, decided.resolved_in) == ("adopted", True, None)
        assert remarks_on(again(author, document), draft_of(document), author) == []
        assert Record.objects.filter(chain=document.public_id, act="opinion_decided").count() == 1
