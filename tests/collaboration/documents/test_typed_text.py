"""What people type or paste into the edit form: long, or with characters that nobody sees."""

import re

import pytest

from collaboration.documents.text import limits
from collaboration.documents.workflow.versions import latest
from tests.factories.desk import at_desk
from tests.factories.documents import make_draft
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def save(browser, document, **changes):
    """Send the edit form in the encoding that the page names."""
    page = browser.get(f"/documents/{document.public_id}/edit/")
    draft = page.context["draft"]
    fields = {
        "do": "save", "revision": page.context["revision"],
        "title": draft.title, "recipients": draft.recipients, "start": draft.start, "count": draft.count,
    }  # fmt: skip
    assert re.search(r'<form class="card" method="post" enctype="multipart/form-data"', page.content.decode())
    return browser.post(page.wsgi_request.path, fields | changes)


@pytest.fixture
def document():
    return make_draft(make_actor("310000"), make_actor("320000"))


def test_longest_text_is_saved(document):
    author = make_actor("310000")
    longest = "样" * (limits.CHARACTERS // 2)

    answer = save(at_desk(author), document, id=["0000000a", "0000000b"], kind=["p", "p"], text=[longest, longest])

    assert answer.status_code == 302
    with author.acting():
        assert [len(block["text"]) for block in latest(document).blocks] == [limits.CHARACTERS // 2] * 2


def test_nobody_signs_characters_that_nobody_sees(document):
    author = make_actor("310000")

    save(
        at_desk(author), document, title="样\x01例\u202e协议",
        id=["0000000a", "0000000b"], kind=["p", "table"], text=["甲\u202e方\x01付\u200b款", "序\u202e号 | 期\x02限"],
    )  # fmt: skip

    with author.acting():
        version = latest(document)
    assert (version.number, version.title) == (2, "样例协议")
    assert [block["text"] for block in version.blocks] == ["甲方付款", "序号\t期限"]
