"""An administrator has something purged at the desk; everybody else finds a sentence in its place."""

import re

import pytest
from django.core.cache import cache

from collaboration.documents.models import JointDocument, Status, Upload
from collaboration.documents.workflow import opinions, uploading
from collaboration.matters.models import Matter
from collaboration.notifications.models import Notification
from collaboration.purging.models import Purge
from collaboration.worklist.models import Waiting
from tenants.audit.timeline import timeline
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import again, make_document, make_draft
from tests.factories.people import PASSWORD, make_actor
from tests.factories.publications import make_published
from tests.factories.purges import REASON, purge

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True  # where a password confirms an act


@pytest.fixture
def people():
    return make_actor("310000"), make_actor("320000")


@pytest.fixture
def administrator():
    return make_actor("310000", Role.UNIT_ADMINISTRATOR)


def filled(browser, path, **more):
    """What the form of the page sends back."""
    html = browser.get(path).content.decode()
    hidden = {name: re.search(rf'name="{name}" value="([^"]+)"', html)[1] for name in ("seen", "proof_nonce")}
    return {**hidden, "reason": REASON, "understood": "on", "proof_password": PASSWORD, **more}


def test_administrator_finds_looks_confirms_and_purges(people, administrator):
    document = make_document(Status.COUNTERSIGNING, *people, title="不该录入的样例")
    browser, path = at_desk(administrator), f"/purging/{document.public_id}/"

    listed = browser.get("/purging/", {"q": f"http://desk.portal.localhost:8000/documents/{document.public_id}/"})
    assert path in listed.content.decode() and document.title not in listed.content.decode()
    page = browser.get(path).content.decode()
    assert document.title not in page and "不该录入" not in page
    answer = browser.post(path, filled(browser, path))

    assert (answer.status_code, answer.url) == (302, path)
    left = browser.get(path)
    assert left.status_code == 200 and REASON in left.content.decode()
    assert REASON in browser.get("/purging/").content.decode()
    for person in people:
        gone = at_desk(person).get(f"/documents/{document.public_id}/")
        assert gone.status_code == 410
        assert REASON in gone.content.decode() and administrator.user.name in gone.content.decode()
        assert "不该录入" not in at_desk(person).get("/documents/").content.decode()
        with person.acting():
            assert Waiting.objects.for_person(person).count() == 0
            assert Notification.objects.filter(user=person.user, act="purged").count() == 1
            entry = timeline(document.public_id)[0]
            assert (entry.act, entry.person, entry.unit) == ("purged", administrator.user.name, administrator.unit)
            assert entry.detail["versions"] and entry.detail["texts"] and entry.detail["salt"]


def test_second_click_does_no_harm(people, administrator):
    document = make_document(Status.SOLICITING, *people)
    browser, path = at_desk(administrator), f"/purging/{document.public_id}/"
    form = filled(browser, path)

    first, second = browser.post(path, form), browser.post(path, form)

    assert (first.url, second.url) == (path, path)
    with administrator.acting():
        assert Purge.objects.count() == 1


@pytest.mark.parametrize(
    ("missing", "field"), [("reason", "reason"), ("understood", "understood"), ("proof_password", "__all__")]
)
def test_nothing_goes_without_reason_understanding_and_proof(people, administrator, missing, field):
    document = make_document(Status.SOLICITING, *people)
    browser, path = at_desk(administrator), f"/purging/{document.public_id}/"

    answer = browser.post(path, {**filled(browser, path), missing: ""})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert again(people[0], document).status is Status.SOLICITING


def test_what_was_added_meanwhile_has_to_be_looked_at_first(people, administrator):
    document = make_document(Status.SOLICITING, *people)
    browser, path = at_desk(administrator), f"/purging/{document.public_id}/"
    form = filled(browser, path)
    with people[1].acting():
        opinions.note_opinion(people[1], document, text="样例意见。")

    answer = browser.post(path, form)

    assert answer.status_code == 409
    assert again(people[0], document).status is Status.SOLICITING
    assert browser.post(path, filled(browser, path)).status_code == 302
    assert again(people[0], document).status is Status.PURGED


@pytest.mark.parametrize(
    ("code", "role", "status"),
    [
        ("310000", Role.HANDLER, 403), ("310000", Role.SIGNATORY, 403), ("310000", Role.AUDITOR, 403),
        ("310000", Role.SECURITY_ADMINISTRATOR, 403), ("340100", Role.UNIT_ADMINISTRATOR, 404),
    ],
)  # fmt: skip
def test_nobody_else_finds_the_page(people, code, role, status):
    document = make_document(Status.SOLICITING, *people)
    browser = at_desk(make_actor(code, role))

    assert browser.get(f"/purging/{document.public_id}/").status_code == status
    assert browser.post(f"/purging/{document.public_id}/", {"reason": "x"}).status_code == status


def test_alliance_office_purges_what_any_unit_drafted(people):
    document = make_draft(*people)
    office = make_actor("office", Role.UNIT_ADMINISTRATOR)

    purge(office, document.public_id)

    gone = at_desk(people[0]).get(f"/documents/{document.public_id}/").content.decode()
    assert office.unit.display_name in gone
    assert at_desk(people[1]).get(f"/documents/{document.public_id}/").status_code == 404


def test_page_open_during_a_purge_is_loaded_anew(people, administrator):
    document = make_document(Status.SOLICITING, *people)
    purge(administrator, document.public_id)

    for part in ("progress", "events"):
        answer = at_desk(people[1]).get(f"/documents/{document.public_id}/{part}/", HTTP_HX_REQUEST="true")
        assert answer["HX-Refresh"] == "true"


def test_upload_that_became_no_draft_is_purged(people, administrator):
    author = people[0]
    with author.acting():
        upload = uploading.take_in(author, kind="agreement", title="", name="误传.txt", content="样例\n正文。".encode())
        uploading.recognise(upload.pk)
    browser, path = at_desk(administrator), f"/purging/{upload.pk}/"

    assert browser.post(path, filled(browser, path)).status_code == 302
    assert browser.post(path, {"reason": REASON}).url == path

    gone = at_desk(author).get(f"/documents/uploads/{upload.pk}/")
    assert gone.status_code == 410 and REASON in gone.content.decode()
    with author.acting():
        left = Upload.objects.get()
        uploading.recognise(upload.pk)
        assert (left.name, left.title, left.result, bytes(left.content)) == ("", "", {}, b"")
        with pytest.raises(uploading.WrongState):
            uploading.begin(author, left, title="样例", blocks=[])
        assert JointDocument.objects.count() == 0


def test_result_of_a_parser_that_was_at_work_is_not_kept(people, administrator, monkeypatch):
    author = people[0]
    with author.acting():
        upload = uploading.take_in(author, kind="agreement", title="", name="误传.txt", content="样例。".encode())

    def read_slowly(*arguments, **limits):
        purge(administrator, upload.pk)
        return b'{"title": "too late"}'

    monkeypatch.setattr(uploading, "run", read_slowly)
    monkeypatch.setattr(uploading.parcel, "unpack", lambda answer: {"title": "too late"})
    with author.acting():
        uploading.recognise(upload.pk)
        assert (Upload.objects.get().state, Upload.objects.get().result) == (Upload.State.PURGED, {})


def test_public_lists_and_feeds_forget_it_and_the_cache_too(client, settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    document = make_published(title="不该公开的样例")
    places = ("/documents/", "/documents/feed.rss", "/documents/feed.atom", f"/documents/{document.public_id}/")
    for path in places:
        assert "不该公开" in client.get(path, HTTP_HOST="sh.portal.localhost").content.decode()

    purge(make_actor("310000", Role.UNIT_ADMINISTRATOR), document.public_id)

    for path in (*places, "/search/?q=不该公开", "/sitemap-documents.xml"):
        answer = client.get(path, HTTP_HOST="sh.portal.localhost").content.decode()
        assert "不该公开的" not in answer and (str(document.public_id) not in answer or path == places[-1])
    assert not [kept for kept in cache._cache.values() if "不该公开的样例".encode() in kept]
    english = client.get(f"/en/documents/{document.public_id}/", HTTP_HOST="portal.localhost")
    assert english.status_code == 410 and "by order of" in english.content.decode()
    assert client.get(f"/documents/{document.public_id}/", HTTP_HOST="nanjing.portal.localhost").status_code == 404


def test_matter_is_never_purged_by_a_plain_change_of_state(people):
    document = make_draft(*people)
    with people[0].acting(), pytest.raises(Exception, match="no step"):
        Matter.objects.filter(pk=document.pk).update(state="purged")
