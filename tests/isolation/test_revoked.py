"""Whoever lost their place gets nothing any more, on no way at all: not even what was written for them before.

That their sockets close within five seconds stands in ``tests/tenants/realtime``, that a unit which left a matter is
not told by webhook in ``tests/collaboration/outgoing``.
"""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from collaboration.documents.models import JointDocument
from collaboration.notifications.models import Category
from collaboration.outgoing import sending, unsubscribing
from collaboration.outgoing.models import Letter, Rhythm
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.collaboration.outgoing.smtp import mail_server
from tests.collaboration.outgoing.test_mail import letters
from tests.collaboration.outgoing.test_ways import Services, services, told_on  # noqa: F401 - a fixture
from tests.factories.desk import at_desk, visitor
from tests.factories.documents import TITLE
from tests.factories.people import make_actor
from tests.isolation.test_walk import text_of
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
LISTS = (
    "/", "/waiting/", "/notices/", "/notices/newest/", "/notices/news/?after=0", "/palette/?q=样例",
    "/worklist/export/", "/documents/", "/supervision/",
)  # fmt: skip
SHOWN_NOWHERE = {"/supervision/"}  # a register without titles


@pytest.fixture
def postmaster(settings, services):  # noqa: F811 - the fixture
    with mail_server() as (postmaster, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
        yield postmaster


def told_everywhere(services: Services, postmaster) -> tuple[Actor, JointDocument]:  # noqa: F811
    """Somebody who was told to act, with a mail and a short message that their services did not take yet."""
    reader, document = told_on(services, "sms")
    with as_owner():
        type(reader.user).objects.filter(pk=reader.user.pk).update(email="reader@agency.example")
    with reader.acting():
        unsubscribing.choose(reader.user, dict.fromkeys(Category, Rhythm.AT_ONCE))
    postmaster.data_answer, services.refusal = "452 disk full", {"code": 9}
    sending.send_due_letters()
    assert sorted((one.way, one.state) for one in letters(reader)) == [("mail", "waiting"), ("sms", "waiting")]
    postmaster.data_answer, services.refusal = "250 OK", {}
    services.heard.clear()
    with as_owner():
        Letter.objects.update(next_at=timezone.now())
    return reader, document


def feed_of(browser: Client) -> str:
    """The person's private address of their calendar."""
    return urlsplit(browser.post("/deadlines/feed/").context["shown"]).path


def in_words(answer: HttpResponse) -> str:
    """What was answered, without the ways in which JSON and workbooks write Chinese."""
    text = unescape(text_of(answer))
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def shown_to(browser: Client, document: JointDocument) -> set[str]:
    """The pages that tell of the matter by its title or its address."""
    pages = [*LISTS, f"/documents/{document.public_id}/", f"/documents/{document.public_id}/progress/",
             f"/matters/{document.public_id}/presence/", f"/incoming/{document.public_id}/"]  # fmt: skip
    texts = {page: in_words(browser.get(page)) for page in pages}
    words = re.compile(f"{TITLE}|/documents/{document.public_id}")
    return {page for page, text in texts.items() if words.search(text.replace(f"next={page}", ""))}


def lose(reader: Actor, what: str) -> None:
    """Lose it, where the product has an act for that by that act."""
    desk = at_desk(make_actor("320000", Role.UNIT_ADMINISTRATOR))
    place = f"/members/{reader.membership.public_id}/"
    match what:
        case "membership":
            answer = desk.post(f"{place}end/", {"reason": "调离"})
        case "role":
            answer = desk.post(place, {"roles": ["editor"]})
        case "session":
            answer = desk.post(f"{place}sessions/")
        case "account":
            with as_owner():
                type(reader.user).objects.filter(pk=reader.user.pk).update(is_active=False)
            return
    assert answer.status_code == 302


@pytest.mark.parametrize("what", ["membership", "role", "account", "session"])
def test_nothing_comes_after_the_loss_by_any_way(services, postmaster, what):  # noqa: F811
    reader, document = told_everywhere(services, postmaster)
    other = make_actor("330000", user=reader.user)
    browser = at_desk(reader)
    feed = feed_of(browser)
    before = shown_to(browser, document)
    assert set(LISTS) - SHOWN_NOWHERE <= before
    assert TITLE in visitor().get(feed).content.decode().replace("\r\n ", "")

    lose(reader, what)

    assert shown_to(browser, document) == set()
    if what == "session":
        return  # still a member: what waits is theirs once they sign in again
    sending.send_due_letters()
    assert (postmaster.taken, services.heard) == ([], [])
    answer = visitor().get(feed)
    assert answer.status_code == (404 if what == "account" else 200)
    assert b"VEVENT" not in answer.content
    if what != "account":  # they go on acting for another unit
        elsewhere = at_desk(other)
        assert shown_to(elsewhere, document) == set()
        assert elsewhere.get("/notices/news/?after=0").json()["notices"] == []
        assert elsewhere.get("/notices/news/").json()["unread"] == 0


def test_what_waits_leaves_when_nothing_was_lost(services, postmaster):  # noqa: F811
    told_everywhere(services, postmaster)

    sending.send_due_letters()

    assert (len(postmaster.taken), len(services.heard)) == (1, 1)
