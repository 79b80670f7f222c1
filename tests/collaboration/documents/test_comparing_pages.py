import io
import zipfile
from dataclasses import replace

import pytest

from collaboration.documents.models import Status
from collaboration.documents.text.conversion import convert
from collaboration.documents.workflow import drafting, opinions, rounds
from collaboration.documents.workflow.last_word import last_known, last_word
from collaboration.documents.workflow.versions import latest, wording_of
from tests.factories import documents as make
from tests.factories.desk import at_desk
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def two_versions():
    """A text that one unit answered, and what the drafting unit made of it."""
    author, guest = make_actor("310000"), make_actor("320000")
    document = make.make_document(Status.SOLICITING, author, guest)
    make.agree([guest], document)
    with author.acting():
        document = make.again(author, document)
        wording = wording_of(latest(document))
        first = replace(wording.blocks[0], text=wording.blocks[0].text.rstrip("。") + "，并每半年通报。", head="")
        drafting.save_version(
            author, document, revision=document.revision, title=wording.title, blocks=[first, *wording.blocks[1:]]
        )
        rounds.open_round(author, make.again(author, document), due_on=make.in_a_week())
    return author, guest, make.again(author, document)


@pytest.mark.parametrize(
    "query", ["", "?by=words", "?view=beside", "?view=beside&show=changes&by=words", "?from=known"]
)
def test_two_versions_are_compared_as_asked(query):
    author, _guest, document = two_versions()
    page = at_desk(author).get(f"/documents/{document.public_id}/versions/{query}")
    assert page.status_code == 200
    assert page.context["counts"] == {"changed": 1}
    assert "每半年通报" in page.content.decode()
    assert all(change.kind != "same" for change in page.context["changes"]) == ("show=changes" in query)


def test_a_unit_sees_what_changed_since_its_last_word():
    _author, guest, document = two_versions()
    with guest.acting():
        seen = make.again(guest, document)
        spoken, newest = last_word(guest.unit, seen), seen.versions.order_by("number").last()
        assert (spoken.number, last_known(guest.unit, seen, newest).number) == (1, 1)
        opinions.answer(guest, seen, outcome="no_opinion")
        assert last_word(guest.unit, seen).number == newest.number
    page = at_desk(guest).get(f"/documents/{document.public_id}/versions/?from=known")
    assert (page.context["old"].number, page.context["known"].number) == (1, 1)


def test_clean_and_marked_copies_are_taken_along():
    _author, guest, document = two_versions()
    browser, path = at_desk(guest), f"/documents/{document.public_id}/versions/"
    with guest.acting():
        newest = wording_of(latest(make.again(guest, document)))
    for copy in ("2.docx", "marked.docx?from=1&to=2", "2.txt"):
        answer = browser.get(path + copy)
        assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
        back = convert("auto", copy.partition("?")[0], answer.content)
        assert back.title == newest.title
        assert [block.text for block in newest.blocks] == [block.text for block in back.blocks][: len(newest.blocks)]
        if not copy.endswith("txt"):
            with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
                headers = [package.read(name).decode() for name in package.namelist() if "/header" in name]
            assert headers and all(guest.unit.display_name in header for header in headers)  # whose copy it is
            assert [block.id for block in newest.blocks] == [block.id for block in back.blocks][: len(newest.blocks)]


def test_nobody_takes_along_what_they_may_not_read():
    author, guest = make_actor("310000"), make_actor("320000")
    document = make.make_draft(author, guest)
    path = f"/documents/{document.public_id}/versions/"
    answers = [at_desk(guest).get(path + copy).status_code for copy in ("", "1.docx", "1.txt", "marked.docx")]
    assert answers == [404] * 4
