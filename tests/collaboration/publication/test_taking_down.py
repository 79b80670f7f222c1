"""In an emergency a document leaves every page, list, feed and file at once; words stay in its place."""

import io

import pytest
from django.db import DatabaseError, transaction

from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.publication import taking_down
from collaboration.publication.models import PublishedDocument, TakeDown
from tenants.files import store
from tenants.identity.roles import Role
from tests.factories.desk import visitor
from tests.factories.people import make_actor
from tests.factories.publications import make_published

pytestmark = pytest.mark.django_db
REASON = "附件误列个人联系方式，更正后恢复。"
FILES = ("/", ".pdf", ".docx", ".txt", ".json", "/consolidated/")
LISTS = (
    "/documents/", "/documents/feed.rss", "/documents/feed.atom", "/sitemap-documents.xml", "/open-data/documents.csv",
    "/open-data/documents.json", "/search/?q=样例", "/en/documents/",
)  # fmt: skip


def take_down(actor, document, reason=REASON):
    with actor.acting():
        taking_down.take_down(actor, PublishedDocument.objects.get(pk=document.pk), reason=reason)


def put_back(actor, document):
    with actor.acting():
        taking_down.put_back(actor, PublishedDocument.objects.get(pk=document.pk), reason="已更正。")


def test_it_leaves_everything_on_all_sites_and_comes_back(site, alliance):
    document = make_published()
    signatory = make_actor("310000")
    before = {path: alliance.get(path).content for path in LISTS}
    assert all(document.title.encode() in page or b"sitemap" in page for page in before.values())

    take_down(signatory, document)

    for browser in (alliance, site("sh"), site("ah")):
        for path in FILES:
            answer = browser.get(f"/documents/{document.pk}{path}")
            assert answer.status_code == 410, path
            text = answer.content.decode()
            assert REASON in text and document.title not in text
        for path in LISTS:
            text = browser.get(path).content.decode()
            assert document.title not in text and str(document.pk) not in text, path

    put_back(signatory, document)

    assert {path: alliance.get(path).content for path in LISTS} == before
    assert [row.is_lifted for row in TakeDown.objects.order_by("pk")] == [False, True]


def test_verification_says_that_it_is_withdrawn_and_no_more():
    document = make_published()
    take_down(make_actor("310000"), document)
    program = visitor("portal.localhost", HTTP_ACCEPT="application/json")
    file = io.BytesIO(store.read(document.file_sha256))

    for answer in (program.post("/verify/", {"file": file}), program.get(f"/verify/?code={document.check_code}")):
        said = answer.json()
        assert (said["verdict"], said["withdrawal_reason"], said["document"]) == ("outdated", REASON, None)
        assert document.title not in answer.content.decode()
    page = visitor("portal.localhost").get(f"/verify/?code={document.check_code}").content.decode()
    assert REASON in page and document.title not in page


@pytest.mark.parametrize(
    ("code", "role"),
    [("310000", Role.HANDLER), ("320000", Role.SIGNATORY), ("340100", Role.SIGNATORY), ("office", Role.LIAISON)],
)
def test_others_may_not(code, role):
    document = make_published()
    with pytest.raises((NotAllowed, DatabaseError)), transaction.atomic():
        take_down(make_actor(code, role), document)
    assert PublishedDocument.objects.get().taken_down_at is None


def test_the_alliance_office_may():
    document = make_published()
    take_down(make_actor("office", Role.HANDLER), document)
    assert PublishedDocument.objects.get().taken_down_at is not None


def test_it_needs_a_reason_and_happens_once():
    document, signatory = make_published(), make_actor("310000")
    with pytest.raises(WorkflowError):
        take_down(signatory, document, reason=" ")
    take_down(signatory, document)
    with pytest.raises(WrongState):
        take_down(signatory, document)
