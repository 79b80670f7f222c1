"""The page that shows findings: its corrections are a version, and an older page changes nothing."""

import pytest

from collaboration.documents.models import Status, Version
from collaboration.documents.text.blocks import Block
from collaboration.documents.workflow import drafting
from collaboration.documents.workflow.versions import latest
from collaboration.documents.workflow.working import draft_of
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings):
    settings.DEMO = True


@pytest.fixture
def people():
    return make_actor("310000"), make_actor("320000")


def write(author, document, text):
    """A version whose first paragraph is this."""
    with author.acting():
        first, *others = latest(document).blocks
        blocks = [Block.from_json({**first, "kind": "p", "head": "", "text": text}), *map(Block.from_json, others)]
        drafting.save_version(
            author, document, revision=draft_of(document).revision, title=document.title, blocks=blocks
        )


def revision_of(document):
    with as_owner():
        return draft_of(document).revision


def page_of(document, page="proofread/"):
    with as_owner():
        return f"/documents/{document.public_id}/{page}"


def test_corrections_become_a_version(people):
    document = make_document(Status.DRAFT, *people)
    write(people[0], document, "样例单位应当按时报送,不得拖延。")
    browser = at_desk(people[0])
    shown = browser.get(page_of(document))
    keys = [row.finding.key for row in shown.context["rows"] if row.finding.correction]

    answer = browser.post(page_of(document), {"revision": revision_of(document), "finding": keys})

    assert answer.url == page_of(document)
    with people[0].acting():
        assert latest(document).blocks[0]["text"] == "样例单位应当按时报送，不得拖延。"
        assert latest(document).note
    assert keys[0] not in browser.get(page_of(document)).content.decode()


def test_one_correction_or_all_of_a_sort_is_made_at_once(people):
    document = make_document(Status.DRAFT, *people)
    write(people[0], document, "样例单位应当按时报送,不得拖延,,并于2024年03月5日前完成。")
    browser = at_desk(people[0])
    groups = {group.code: group for group in browser.get(page_of(document)).context["groups"]}
    assert groups["half_width"].certain == 3

    browser.post(page_of(document), {"revision": revision_of(document), "sort": "half_width", "finding": "x"})
    with people[0].acting():
        assert latest(document).blocks[0]["text"] == "样例单位应当按时报送，不得拖延，，并于2024年03月5日前完成。"
    groups = {group.code: group for group in browser.get(page_of(document)).context["groups"]}
    only = groups["doubled_mark"].rows[0].finding.key
    browser.post(page_of(document), {"revision": revision_of(document), "only": only})
    with people[0].acting():
        assert latest(document).blocks[0]["text"] == "样例单位应当按时报送，不得拖延，并于2024年03月5日前完成。"


def test_older_page_changes_nothing_and_says_so(people):
    document = make_document(Status.DRAFT, *people)
    write(people[0], document, "样例单位应当按时报送,不得拖延。")
    browser = at_desk(people[0])
    key = browser.get(page_of(document)).context["rows"][0].finding.key
    old = revision_of(document)
    write(people[0], document, "样例单位应当按时报送,不得拖延。另行通知。")
    with people[0].acting():
        before = Version.objects.filter(document=document).count()

    answer = browser.post(page_of(document), {"revision": old, "finding": key})
    nothing = browser.post(page_of(document), {"revision": revision_of(document)})

    assert (answer.status_code, nothing.status_code) == (409, 409)
    assert answer.context["error"] and nothing.context["error"]
    with people[0].acting():
        assert Version.objects.filter(document=document).count() == before


def test_only_handlers_of_the_drafting_unit_before_the_text_is_final(people):
    author, other = people
    draft, final = make_document(Status.DRAFT, *people), make_document(Status.FINAL, *people)

    assert at_desk(make_actor("310000", Role.SIGNATORY)).get(page_of(draft)).status_code == 403
    assert at_desk(other).get(page_of(draft)).status_code == 404
    assert at_desk(author).get(page_of(final)).url == page_of(final, "")


def test_sending_page_tells_how_much_was_found(people):
    document = make_document(Status.DRAFT, *people)
    write(people[0], document, "样例单位应当按时报送,不得拖延。")

    assert at_desk(people[0]).get(page_of(document, "round/")).context["found"]["rows"]
