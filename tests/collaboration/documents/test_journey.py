"""One joint document through the pages: the unit that drafts it, one that was invited, and an outsider."""

import re

import pytest
from django.urls import reverse

from collaboration.documents.models import JointDocument, Opinion, Status, Upload
from collaboration.documents.workflow import uploading
from tests.factories.desk import at_desk
from tests.factories.documents import again, in_a_week, make_document
from tests.factories.people import PASSWORD, make_actor

pytestmark = pytest.mark.django_db
TEXT = "样例事项协作协议\n为了试验流程，各方商定如下。\n一、样例事项\n各方约定每季度互通一次样例情况。\n"


def address(name, document, *more):
    return reverse(f"documents:{name}", args=[document.public_id, *more], urlconf="portal.urls.desk")


def fields(page):
    """What the first form with a text sends back: its hidden and visible values."""
    html = page.content.decode()
    data = {}
    for tag in re.findall(r"<input[^>]+>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value:
            data.setdefault(name[1], []).append(value[1])
    data["kind"] = re.findall(r'<option value="(\w+)" selected>', html)
    data["text"] = re.findall(r'<textarea[^>]* name="text"[^>]*>(.*?)</textarea>', html, re.S)
    data["title"] = re.findall(r'<textarea id="title"[^>]*>(.*?)</textarea>', html, re.S)[:1]
    return data


@pytest.fixture
def people(settings):
    settings.DEMO = True  # where a password confirms an act
    return make_actor("310000"), make_actor("320000"), make_actor("340100")


def draft_through_pages(author, browser):
    answer = browser.post("/documents/new/", {"kind": "agreement", "title": "", "text": TEXT})
    assert answer.status_code == 302
    assert 'http-equiv="refresh"' in browser.get(answer.url).content.decode()
    with author.acting():
        uploading.recognise(Upload.objects.get().pk)
    page = browser.get(answer.url)
    assert "样例事项协作协议" in page.content.decode()
    created = browser.post(answer.url, {**fields(page), "do": "save"})
    assert created.status_code == 302
    with author.acting():
        return JointDocument.objects.with_matter().get()


def test_document_is_drafted_answered_fixed_and_signed_through_the_pages(people):
    author, invited, _outsider = people
    drafting, answering = at_desk(author), at_desk(invited)

    document = draft_through_pages(author, drafting)
    assert drafting.get(address("units", document)).status_code == 200
    drafting.post(address("units", document), {"unit": [invited.unit.code]})
    assert answering.get(address("detail", document)).status_code == 404
    sent = drafting.post(
        address("open_round", document), {"counted_in": "fixed", "due_on": in_a_week().isoformat(), "version": "1"}
    )
    assert sent.status_code == 302

    assert document.title in answering.get("/documents/?tab=invited").content.decode()
    page = answering.get(address("give_opinions", document))
    block = page.context["version"].blocks[0]["id"]
    answering.post(address("give_opinions", document), {"block_id": block, "text": "样例意见：宜写明期限。"})
    answering.post(address("answer", document), {"outcome": "opinions"})

    with author.acting():
        opinion = Opinion.objects.get()
    page = drafting.get(address("decisions", document))
    assert "样例意见：宜写明期限。" in page.content.decode()
    outcome = f"{opinion.pk}-outcome"
    assert drafting.post(address("decide", document, opinion.public_id), {outcome: "declined"}).status_code == 422
    drafting.post(address("decide", document, opinion.public_id), {outcome: "adopted"})
    drafting.post(address("fix", document), {"version": "1"})
    drafting.post(address("fix", document), {"version": "2"})
    drafting.post(address("start_countersigning", document), {"counted_in": "fixed", "due_on": in_a_week()})

    for browser in (answering, drafting):
        page = browser.get(address("countersign", document))
        data = {name: values[0] for name, values in fields(page).items() if name in ("content_hash", "proof_nonce")}
        wrong = browser.post(address("countersign", document), {**data, "proof_password": "not the password"})
        assert wrong.status_code == 422
        assert browser.post(address("countersign", document), {**data, "proof_password": PASSWORD}).status_code == 302
        assert browser.get(address("detail", document)).status_code == 200
    assert again(author, document).status is Status.SIGNED


PAGES = ("detail", "progress", "events", "edit", "units", "open_round", "close_round", "give_opinions", "decline",
         "decisions", "countersign", "return", "cancel", "compare")  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_outsiders_find_nothing(people, name):
    author, invited, outsider = people
    document = make_document(Status.SOLICITING, author, invited)

    assert at_desk(author).get(address(name, document)).status_code in (200, 302, 403)
    assert at_desk(outsider).get(address(name, document)).status_code == 404
    assert document.title not in at_desk(outsider).get("/documents/").content.decode()
