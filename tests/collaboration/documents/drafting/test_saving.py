"""The working text is saved without a version, seen by its unit alone, and cut when it is sent."""

import json

import pytest
from django.db import DatabaseError, transaction

from collaboration.documents.drafting.changes import Change
from collaboration.documents.models import Draft, Status
from collaboration.documents.workflow import drafting, rounds
from collaboration.documents.workflow.versions import latest
from collaboration.documents.workflow.working import draft_of, upcoming
from collaboration.errors import NotAllowed, Stale, WorkflowError, WrongState
from tenants.audit.models import Record
from tests.factories.documents import again, in_a_week, make_document, make_draft
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def invited():
    return make_actor("320000")


def change(draft, *, text=None, revision=None, **fields):
    """A save of somebody who has this draft open and changes its last paragraph, or fields."""
    blocks = [dict(line) for line in draft.blocks]
    changed = [{**blocks[-1], "text": text}] if text is not None else []
    return Change.read(json.loads(json.dumps({
        "revision": draft.revision if revision is None else revision, "order": [line["id"] for line in blocks],
        "changed": changed, "was": blocks[-1:] if changed else [], "metadata": fields,
        "metadata_was": {name: [draft.metadata[name]] for name in fields},
    })))  # fmt: skip


def open_draft(actor, document):
    with actor.acting():
        return draft_of(document)


def test_saving_makes_no_version_and_sending_makes_one(author, invited):
    document = make_draft(author, invited)
    opened = open_draft(author, document)
    with author.acting():
        saved, _is_merged = drafting.save_draft(
            author, document, change(opened, text="改过的样例。", title="改名样例协议")
        )
        assert (saved.revision, latest(document).number, upcoming(document).number) == (1, 1, 2)
        assert Record.objects.filter(chain=document.public_id).count() == 1
        assert again(author, document).title == "改名样例协议"
        with pytest.raises(Stale):
            rounds.open_round(author, document, due_on=in_a_week(), version=2, revision=0)
        rounds.open_round(author, document, due_on=in_a_week(), version=2, revision=1)
        sent = latest(document)
    assert (sent.number, sent.title, sent.blocks[-1]["text"]) == (2, "改名样例协议", "改过的样例。")
    with invited.acting():
        assert not hasattr(again(invited, document), "draft")
        assert Draft.objects.count() == Draft.objects.visible_to(invited).count() == 0


def test_saving_what_is_stored_already_changes_nothing(author):
    document = make_draft(author)
    opened = open_draft(author, document)
    with author.acting():
        assert drafting.save_draft(author, document, change(opened)).draft.revision == 0
        assert drafting.cut_version(author, document).number == 1
        assert drafting.save_draft(author, document, change(opened, text="新。")).draft.revision == 1
        assert drafting.save_draft(author, document, change(opened, text="新。")).draft.revision == 1


def test_two_people_in_one_paragraph_are_both_told(author):
    document, colleague = make_draft(author), make_actor("310000")
    opened = open_draft(author, document)
    with colleague.acting():
        drafting.save_draft(colleague, document, change(opened, text="乙的样例。"))
    with author.acting():
        with pytest.raises(drafting.Unfinished) as told:
            drafting.save_draft(author, document, change(opened, text="甲的样例。"))
        clash = told.value.clashes[0]
        assert (clash.mine["text"], clash.theirs["text"]) == ("甲的样例。", "乙的样例。")
        assert draft_of(document).blocks[-1]["text"] == "乙的样例。"
        assert (
            drafting.save_draft(author, document, change(opened, title="甲的题目")).draft.metadata["title"]
            == "甲的题目"
        )
        assert draft_of(document).blocks[-1]["text"] == "乙的样例。"


def test_unfinished_text_is_kept_but_becomes_no_version(author):
    document = make_draft(author)
    opened = open_draft(author, document)
    with author.acting():
        drafting.save_draft(author, document, change(opened, title=""))
        with pytest.raises(WorkflowError):
            drafting.cut_version(author, document)
        with pytest.raises(WorkflowError):
            drafting.save_draft(author, document, change(opened, text="绝密★"))
        assert draft_of(document).revision == 1


def test_version_is_cut_from_the_text_that_was_read(author):
    document = make_draft(author)
    opened = open_draft(author, document)
    with author.acting():
        drafting.save_draft(author, document, change(opened, text="新。"))
        with pytest.raises(Stale):
            drafting.cut_version(author, document, revision=0)
        assert drafting.cut_version(author, document, revision=1, note="样例").note == "样例"


@pytest.mark.parametrize("status", [Status.FINAL, Status.COUNTERSIGNING, Status.SIGNED, Status.CANCELLED])
def test_fixed_text_is_not_written_on(author, invited, status):
    document = make_document(status, author, invited)
    opened = open_draft(author, document)
    with author.acting():
        with pytest.raises(WrongState):
            drafting.save_draft(author, document, change(opened, text="新。"))
        with pytest.raises(DatabaseError), transaction.atomic():
            Draft.objects.filter(document=document).update(revision=9) or _refused()


def _refused():
    raise DatabaseError("row security hides the row from the update")


def test_invited_unit_writes_nothing(author, invited):
    document = make_document(Status.SOLICITING, author, invited)
    opened = open_draft(author, document)
    with invited.acting(), pytest.raises(NotAllowed):
        drafting.save_draft(invited, document, change(opened, text="新。"))
