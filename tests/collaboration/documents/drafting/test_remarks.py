"""Opinions stand in the editor at the words they are about, also after the text was written on."""

import pytest

from collaboration.documents.models import Answer, Opinion, Status
from collaboration.documents.text.anchors import Anchor
from collaboration.documents.views.remarks import remarks_on
from collaboration.documents.workflow import opinions, rounds
from collaboration.documents.workflow.versions import latest, wording_of
from collaboration.documents.workflow.working import draft_of
from tests.factories.documents import again, make_document
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
