"""A normative document cannot skip legality review, public consultation and collective deliberation."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collaboration.approval.models import Finding
from collaboration.approval.workflow.findings import Found
from collaboration.documents.models import Status
from collaboration.documents.workflow import countersigning, drafting, normative, rounds
from collaboration.documents.workflow.versions import latest
from collaboration.documents.workflow.working import draft_of, working_text
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from tenants.audit.timeline import timeline
from tests.canaries import tables_with
from tests.factories.approvals import at_home
from tests.factories.desk import at_desk
from tests.factories.documents import again, agree, make_draft, solicit
from tests.factories.people import make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]
PAPER = {"file": b"%PDF-1.7 sample", "file_name": "意见.pdf"}
TODAY = date(2026, 1, 5)


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def guest():
    return make_actor("320000")


@pytest.fixture
def document(author, guest):
    draft = make_draft(author, guest)
    with author.acting():
        normative.set_normative(author, draft, is_normative=True)
    draft = solicit(author, again(author, draft))
    agree([guest], draft)
    with author.acting():
        rounds.fix_text(author, draft, version=latest(draft).number)
    return again(author, draft)


def record(actor, document, sort, conclusion, **more):
    fields = {"held_on": TODAY, "held_by": "样例审核人", **(PAPER if sort == "legality" else {}), **more}
    with actor.acting():
        return normative.record_on(actor, document, Found(sort, conclusion, **fields))


def start(actor, document):
    with actor.acting():
        countersigning.start_countersigning(actor, document)


def test_it_is_signed_only_after_all_three(author, document):
    with pytest.raises(WorkflowError, match=r"合法性审核.*公开征求意见.*集体审议"):
        start(author, document)
    with pytest.raises(WrongState, match="合法性审核"):
        record(author, document, "deliberation", "passed", held_by="第3次局务会议")
    record(author, document, "legality", "to_change")
    with pytest.raises(WrongState, match="应予修改"):
        record(author, document, "deliberation", "passed", held_by="第3次局务会议")
    record(author, document, "legality", "lawful")
    record(author, document, "deliberation", "not_passed", held_by="第3次局务会议")
    with pytest.raises(WorkflowError, match="未通过"):
        start(author, document)
    record(author, document, "deliberation", "passed", held_by="第4次局务会议")
    with pytest.raises(WorkflowError, match="公开征求意见"):
        start(author, document)
    record(author, document, "exemption", "emergency", held_by="局长办公会", words="依据样例办法第三条。")

    start(author, document)

    with author.acting():
        acts = [entry.act for entry in timeline(document.public_id)]
    assert {"normative_set", "legality_reviewed", "deliberated", "consultation_exempted"} <= set(acts)


def test_a_changed_text_is_reviewed_again(author, document):
    record(author, document, "legality", "lawful")
    record(author, document, "deliberation", "passed", held_by="第4次局务会议")
    with author.acting():
        rounds.reopen_text(author, document)
        current = again(author, document)
        text = working_text(current)
        drafting.save_version(author, current, revision=draft_of(current).revision, title="样例改动协议",
                              blocks=text.blocks)  # fmt: skip
        found = normative.missing(author, again(author, document))

    assert len(found) == 3


@pytest.mark.parametrize(
    "wrong",
    [{"file": b""}, {"held_by": " "}, {"held_on": timezone.localdate() + timedelta(days=1)}],
    ids=["without a paper", "by nobody", "in the future"],
)
def test_a_finding_is_whole_or_not_recorded(author, document, wrong):
    with pytest.raises(WorkflowError):
        record(author, document, "legality", "lawful", **wrong)
    with pytest.raises(WorkflowError):
        record(author, document, "exemption", "secret")
    with pytest.raises(WorkflowError):
        record(author, document, "legality", "passed")


def test_reviewer_and_paper_stay_with_the_drafting_unit(author, guest, document):
    word = "canary19ab77"
    found = record(author, document, "legality", "lawful", held_by=word, words=word, file_name=f"{word}.pdf",
                   file=b"%PDF-1.7 " + word.encode())  # fmt: skip

    assert tables_with(word) == {"u310000.approval_finding"}
    page = at_desk(guest).get(f"/documents/{document.public_id}/findings/").content.decode()
    assert word not in page
    path = f"/house/{document.public_id}/findings/{found.pk}/file/"
    assert (at_desk(guest).get(path).status_code, at_desk(author).get(path).status_code) == (404, 200)
    with at_home(guest):
        assert not Finding.objects.exists()
    assert "规范性文件" in at_desk(guest).get(f"/documents/{document.public_id}/").content.decode()


def test_only_the_drafting_unit_marks_it_and_unmarks_it_with_a_reason(author, guest):
    draft = solicit(author, make_draft(author, guest))
    with guest.acting(), pytest.raises(NotAllowed):
        normative.set_normative(guest, draft, is_normative=True)
    with author.acting():
        normative.set_normative(author, draft, is_normative=True)
        with pytest.raises(WrongState):
            normative.set_normative(author, again(author, draft), is_normative=True)
        with pytest.raises(WorkflowError):
            normative.set_normative(author, again(author, draft), is_normative=False)
        normative.set_normative(author, again(author, draft), is_normative=False, reason="仅内部工作安排。")
    assert again(author, draft).is_normative is False


def test_the_page_says_what_is_missing_and_records_it(author, document):
    browser, path = at_desk(author), f"/documents/{document.public_id}/findings/"
    assert "未登记合法性审核" in browser.get(path).content.decode()
    form = {"sort": "legality", "legality-conclusion": "lawful", "legality-held_on": "2026-01-05",
            "legality-held_by": "样例审核人"}  # fmt: skip
    wrong = browser.post(path, {**form, "legality-file": SimpleUploadedFile("a.pdf", b"no pdf")})
    assert wrong.status_code == 422 and "样例审核人" in wrong.content.decode()

    right = browser.post(path, {**form, "legality-file": SimpleUploadedFile("意见.pdf", b"%PDF-1.7 x")})

    assert right.status_code == 302
    assert "未登记合法性审核" not in browser.get(path).content.decode()
    assert again(author, document).status is Status.FINAL
