from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collaboration.documents.exporting import file_of
from collaboration.documents.models import Counterpart, Status
from collaboration.documents.workflow import counterparts, drafting
from collaboration.documents.workflow.versions import latest
from collaboration.documents.workflow.working import working_text
from collaboration.errors import Stale, WorkflowError
from tests.factories import documents as make
from tests.factories.desk import at_desk
from tests.factories.people import make_actor
from tests.ownership import as_owner
from tests.workers import work

EDITED = """关于样例事项的通知
为了试验流程，各方商定如下。
一、样例事项
各方约定每月互通一次样例情况。
本样例协议一式两份。
未尽事宜另行协商。
"""


def held(actor, document, text=EDITED, name="改.txt"):
    with actor.acting():
        found = counterparts.hold_against(actor, latest(document), name=name, content=text.encode())
        counterparts.recognise(found.pk)
        return Counterpart.objects.get(pk=found.pk)


@pytest.mark.django_db
def test_a_text_file_without_our_ids_changes_only_what_it_says_differently():
    author = make_actor("310000")
    document = make.make_draft(author)
    file = held(author, document)
    assert bytes(file.content) == b""
    page = at_desk(author).get(f"/documents/{document.public_id}/files/{file.pk}/")
    assert page.context["counts"] == {"changed": 1, "added": 1}
    with author.acting():
        before = latest(document)
        chosen = [one.block.id for one in page.context["changes"] if one.kind == "changed"]
        saved = counterparts.take_over(
            author, document, file, revision=make.again(author, document).revision, chosen=chosen
        )
    assert (saved.number, saved.title, len(saved.blocks)) == (2, before.title, 4)
    assert [one["id"] for one in saved.blocks] == [one["id"] for one in before.blocks]
    assert saved.blocks[2]["text"] == "各方约定每月互通一次样例情况。"
    with author.acting():
        assert not Counterpart.objects.exists()


@pytest.mark.django_db
def test_an_exported_file_that_nobody_edited_changes_nothing():
    author = make_actor("310000")
    document = make.make_draft(author)
    with author.acting():
        for form in ("docx", "txt"):
            content = file_of(document, latest(document), form)
            found = counterparts.hold_against(author, latest(document), name=f"a.{form}", content=content)
            counterparts.recognise(found.pk)
            page = at_desk(author).get(f"/documents/{document.public_id}/files/{found.pk}/")
            assert [one.kind for one in page.context["changes"] if one.kind != "same"] == []


def changed(document, actor, number, text):
    """The paragraph with this number rewritten and saved."""
    with actor.acting():
        wording = working_text(document)
        blocks = [replace(one, text=text) if at == number else one for at, one in enumerate(wording.blocks)]
        revision = make.again(actor, document).revision
        drafting.save_version(actor, document, revision=revision, title=wording.title, blocks=blocks)
        return make.again(actor, document)


@pytest.mark.django_db
def test_what_others_wrote_meanwhile_stays_beside_what_is_taken_over():
    author = make_actor("310000")
    document = make.make_draft(author)
    file = held(author, document)
    document = changed(document, author, 0, "为了另一试验，各方商定如下。")
    with author.acting():
        ids = [block.id for block in working_text(document).blocks]
        saved = counterparts.take_over(author, document, file, revision=document.revision, chosen=[ids[2]])
    assert [block["text"] for block in saved.blocks] == [
        "为了另一试验，各方商定如下。", "一、样例事项", "各方约定每月互通一次样例情况。", "本样例协议一式两份。",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_paragraph_that_somebody_changed_meanwhile_is_never_overwritten():
    author = make_actor("310000")
    document = make.make_draft(author)
    file = held(author, document)
    document = changed(document, author, 2, "各方约定每半年互通一次样例情况。")
    with author.acting():
        chosen = [working_text(document).blocks[2].id]
        with pytest.raises(Stale, match="每半年"):
            counterparts.take_over(author, document, file, revision=document.revision, chosen=chosen)
        with pytest.raises(WorkflowError):
            counterparts.take_over(author, document, file, revision=document.revision, chosen=[])
        assert working_text(document).blocks[2].text == "各方约定每半年互通一次样例情况。"


@pytest.mark.django_db
def test_a_file_is_its_persons_alone_and_forgotten_in_time():
    author, colleague, guest = make_actor("310000"), make_actor("310000"), make_actor("320000")
    document = make.make_document(Status.SOLICITING, author, guest)
    file = held(guest, document)
    path = f"/documents/{document.public_id}/files/{file.pk}/"
    assert [at_desk(one).get(path).status_code for one in (guest, author, colleague)] == [200, 404, 404]
    with colleague.acting():
        assert not Counterpart.objects.filter(pk=file.pk).exists()
    with as_owner():
        Counterpart.objects.filter(pk=file.pk).update(made_at=timezone.now() - timedelta(hours=3))
        counterparts.forget_old()
    assert at_desk(guest).get(path).status_code == 404


def test_a_file_goes_through_the_parser_and_is_taken_over_or_forgotten(own_database):
    author = make_actor("310000")
    document = make.make_draft(author)
    browser = at_desk(author)
    brought = browser.post(
        f"/documents/{document.public_id}/versions/1/file/",
        {"file": SimpleUploadedFile("改.txt", EDITED.encode())},
    )
    assert brought.status_code == 302
    assert browser.get(brought["Location"]).templates[0].name == "documents/counterpart_reading.html"
    work("parser", own_database)
    page = browser.get(brought["Location"])
    assert page.context["can_take"] and set(page.context["chosen"]) >= {"title"}
    empty = browser.post(f"{brought['Location']}take/", {"revision": page.context["document"].revision})
    assert empty.status_code == 409 and empty.context["error"]
    done = browser.post(
        f"{brought['Location']}take/", {"revision": page.context["document"].revision, "change": page.context["chosen"]}
    )
    assert done["Location"].endswith("/versions/?from=1&to=2")
    assert browser.get(brought["Location"]).status_code == 404
