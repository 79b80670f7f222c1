"""Lists stay cheap, and what two people do at the same time loses nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collaboration.documents.models import JointDocument, Status, Upload, Version
from collaboration.documents.text import limits
from collaboration.documents.workflow import drafting, uploading
from collaboration.matters.models import Matter
from tests.factories import dispatched
from tests.factories.desk import at_desk
from tests.factories.documents import make_document, make_draft, paragraphs
from tests.factories.people import PASSWORD, make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
LIST_BUDGET, PAGE_BUDGET, STEP_BUDGET = 15, 25, 30


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def other():
    return make_actor("320000")


def queries(browser, path):
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return asked(captured)


def asked(captured):
    return [query["sql"] for query in captured if "set_config" not in query["sql"]]


def test_a_signature_costs_no_more_than_its_budget(author, other, settings):
    settings.DEMO = True
    browser = at_desk(other)
    for _ in range(2):  # the first one also fills caches of the process
        document = make_document(Status.COUNTERSIGNING, author, other)
        path = f"/documents/{document.public_id}/countersign/"
        form = browser.get(path).context["form"]
        proof = {"proof_nonce": form.confirmation.nonce, "proof_password": PASSWORD}

        with CaptureQueriesContext(connection) as captured:
            browser.post(path, {"content_hash": form.initial["content_hash"], **proof})

        with other.acting():
            assert document.countersignings.get().signatures.count() == 1
    assert len(asked(captured)) <= STEP_BUDGET


@pytest.mark.parametrize("tab", ["all", "mine", "invited"])
def test_list_costs_the_same_for_one_document_and_for_three(author, other, tab):
    make_document(Status.SOLICITING, author, other)
    browser = at_desk(author if tab == "mine" else other)
    browser.get("/documents/")
    one = queries(browser, f"/documents/?tab={tab}")
    make_document(Status.COUNTERSIGNING, author, other, title="样例二")
    make_document(Status.SIGNED, author, other, title="样例三")

    three = queries(browser, f"/documents/?tab={tab}")

    assert len(three) == len(one) <= LIST_BUDGET


@pytest.mark.parametrize("reader", ["drafting", "invited"])
@pytest.mark.parametrize("state", [Status.SOLICITING, Status.COUNTERSIGNING])
def test_page_of_a_document_costs_the_same_for_two_units_and_for_four(author, other, reader, state):
    more = [make_actor(code) for code in ("330000", "340000")]
    small = make_document(state, author, other)
    large = make_document(state, author, other, *more)
    browser = at_desk(author if reader == "drafting" else other)
    browser.get("/documents/")

    few, many = (queries(browser, f"/documents/{document.public_id}/") for document in (small, large))

    assert len(many) == len(few) <= PAGE_BUDGET


def test_page_of_a_finished_document_costs_the_same_for_two_units_and_for_four(author, other):
    more = [make_actor(code) for code in ("330000", "340000")]
    small, large = (dispatched.make_sealed(author, *others) for others in ([other], [other, *more]))
    browsers = [at_desk(author), at_desk(other)]
    for browser in browsers:
        browser.get("/documents/")

    def costs_at_most(budget):
        for browser in browsers:
            few, many = (queries(browser, f"/documents/{document.public_id}/") for document in (small, large))
            assert len(many) == len(few) <= budget

    costs_at_most(31)
    for document in (small, large):
        dispatched.issue(author, document, "320100")
    costs_at_most(32)
    with as_owner():
        Matter.objects.filter(pk__in=[small.pk, large.pk]).update(state=Status.PUBLISHED)
    costs_at_most(34)


def test_list_is_narrowed_by_state_and_words(author, other):
    make_document(Status.SIGNED, author, other, title="甲样例")
    make_document(Status.SOLICITING, author, other, title="乙样例")
    browser = at_desk(author)

    found = [
        [document.title for document in browser.get(f"/documents/?{query}").context["page"]]
        for query in ("state=signed", "q=乙", "state=nonsense&tab=nonsense", "q=丙")
    ]

    assert found == [["甲样例"], ["乙样例"], ["乙样例", "甲样例"], []]


def test_whoever_saves_second_reads_both_texts_and_can_still_save(author, other):
    document = make_document(Status.SOLICITING, author, other)
    with author.acting():
        drafting.save_version(author, document, revision=0, title="样例", blocks=paragraphs("先保存的样例。"), note="")
    form = {"revision": "0", "version": "1", "start": "0", "count": "4", "title": "样例", "recipients": "", "note": "",
            "id": ["abcdef01"], "kind": ["p"], "text": ["后保存的样例。"], "do": "save"}  # fmt: skip

    browser = at_desk(author)
    conflict = browser.post(f"/documents/{document.public_id}/edit/", form)

    assert conflict.status_code == 409
    page = conflict.content.decode()
    assert "先保存的样例。" in page
    assert "后保存的样例。" in page
    again = {**form, "revision": "1", "version": "2", "start": conflict.context["draft"].start,
             "count": conflict.context["draft"].count}  # fmt: skip
    assert browser.post(f"/documents/{document.public_id}/edit/", again).status_code == 302
    with author.acting():
        texts = [[block["text"] for block in version.blocks] for version in Version.objects.order_by("number")]
    assert texts[1:] == [["先保存的样例。"], ["后保存的样例。"]]


def test_buttons_of_the_editor_change_the_form_and_save_nothing(author):
    document = make_draft(author)
    form = {"revision": "0", "version": "1", "start": "0", "count": "4", "title": "样例", "recipients": "",
            "id": ["abcdef01", "abcdef02"], "kind": ["p", "h1"], "text": ["甲。", "一、乙"], "do": "up:1"}  # fmt: skip

    page = at_desk(author).post(f"/documents/{document.public_id}/edit/", form)

    assert [row.text for row in page.context["draft"].rows] == ["一、乙", "甲。"]
    with author.acting():
        assert document.versions.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("空.txt", b""),
        ("大.txt", b"x" * (limits.FILE_BYTES + 1)),
        ("机密-样例.txt", "样例".encode()),
    ],
)
def test_file_that_cannot_be_taken_in_is_refused_beside_its_field(author, name, content):
    file = SimpleUploadedFile(name, content)

    answer = at_desk(author).post("/documents/new/", {"kind": "agreement", "text": "", "file": file})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["file"]
    with author.acting():
        assert Upload.objects.count() == 0


def test_text_with_a_mark_of_secrecy_is_refused_on_every_way_in(author):
    browser = at_desk(author)
    assert browser.post("/documents/new/", {"kind": "agreement", "text": "机密★1年\n样例"}).status_code == 422
    document = make_draft(author)
    form = {"revision": "0", "version": "1", "start": "0", "count": "4", "title": "样例", "recipients": "",
            "id": ["abcdef01"], "kind": ["p"], "text": ["绝密★"], "do": "save"}  # fmt: skip
    answer = browser.post(f"/documents/{document.public_id}/edit/", form)
    assert answer.status_code == 422
    assert "绝密★" in answer.content.decode()
    with author.acting():
        assert document.versions.count() == 1


def test_broken_word_file_is_refused_in_words(author):
    with author.acting():
        upload = uploading.take_in(author, kind="agreement", title="", name="坏.docx", content=b"PK\x03\x04 broken")
        uploading.recognise(upload.pk)
        uploading.recognise(upload.pk)

    page = at_desk(author).get(f"/documents/uploads/{upload.pk}/")

    assert page.templates[0].name == "documents/refused.html"
    assert page.context["reason"]


def test_upload_becomes_one_draft_however_often_it_is_asked_for(author):
    with author.acting():
        upload = uploading.take_in(author, kind="agreement", title="", name="", content="样例协议\n样例正文。".encode())
        uploading.recognise(upload.pk)
        first = uploading.begin(author, upload, title="样例", blocks=paragraphs())
        second = uploading.begin(author, upload, title="样例", blocks=paragraphs())

        assert first == second
        assert JointDocument.objects.count() == 1


def test_long_text_is_edited_stretch_by_stretch(author):
    with author.acting():
        document = drafting.create_document(
            author, kind="agreement", title="样例", blocks=paragraphs(*(f"第{n}段样例。" for n in range(450)))
        )
    browser = at_desk(author)
    page = browser.get(f"/documents/{document.public_id}/edit/?from=200")
    draft = page.context["draft"]
    assert (draft.start, draft.count, len(draft.rows)) == (200, 200, 200)
    form = {"revision": "0", "version": "1", "start": "200", "count": "200", "title": "样例", "recipients": "",
            "id": [row.id for row in draft.rows[:1]], "kind": ["p"], "text": ["只剩一段。"], "do": "save"}  # fmt: skip

    assert browser.post(f"/documents/{document.public_id}/edit/", form).status_code == 302

    with author.acting():
        texts = [block["text"] for block in document.versions.get(number=2).blocks]
    assert texts == [f"第{n}段样例。" for n in range(200)] + ["只剩一段。"] + [
        f"第{n}段样例。" for n in range(400, 450)
    ]


def test_text_can_be_written_from_an_empty_page(author):
    browser = at_desk(author)
    page = browser.post(
        "/documents/new/", {"kind": "joint_notice", "title": "关于样例的通知", "text": "", "write": "here"}
    )
    written = {"title": "关于样例的通知", "recipients": "各样例单位", "start": "0", "count": "0", "id": [""],
               "kind": ["p"], "text": ["样例正文。\n一、样例事项"], "do": "save"}  # fmt: skip

    assert browser.get(page.url).status_code == 200
    assert browser.post(page.url, written).status_code == 302
    assert browser.post(page.url, written).status_code == 302

    with author.acting():
        document = JointDocument.objects.get()
        version = document.versions.get()
    assert (document.kind, document.code_word, version.recipients) == (
        "joint_notice",
        author.unit.code_word,
        "各样例单位",
    )
    assert [block["text"] for block in version.blocks] == ["样例正文。", "一、样例事项"]


def test_second_click_on_save_makes_no_second_version(author):
    document = make_draft(author)
    form = {"revision": "0", "version": "1", "start": "0", "count": "4", "title": "样例", "recipients": "",
            "id": ["abcdef01"], "kind": ["p"], "text": ["样例。"], "do": "save"}  # fmt: skip
    browser = at_desk(author)

    answers = [browser.post(f"/documents/{document.public_id}/edit/", form).status_code for _click in range(2)]

    assert answers == [302, 302]
    with author.acting():
        assert document.versions.count() == 2
