"""The inbox moves by itself, in every window of the person, and can be emptied by keyboard alone."""

import os

import pytest
from django.db import transaction

from collaboration.documents.models import JointDocument, Status
from collaboration.matters.record import record
from collaboration.notifications.notify import Audience, notify
from tenants.identity.actor import Actor
from tests.browser.visitors import Audience as Visitors
from tests.browser.visitors import Visitor
from tests.factories.documents import make_document
from tests.factories.people import make_actor

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_portal]
LOOKS = [(1440, "zh-hans"), (390, "en")]
PICTURES = os.environ.get("PORTAL_PICTURES", "")


def tell(author: Actor, document: JointDocument, *readers: Actor) -> None:
    with author.acting(), transaction.atomic():
        record(document.matter, "units_invited")
        notify(document.matter, "units_invited", [Audience(one.unit, users=[one.user]) for one in readers])


def unread(visitor: Visitor, number: str) -> None:
    """Wait until the bell says so."""
    visitor.page.wait_for_function(
        "number => document.querySelector('#bell .count').textContent === number", arg=number, timeout=10_000
    )


def rows_are(visitor: Visitor, number: int) -> None:
    """Wait until the inbox shows so many."""
    visitor.page.wait_for_function(
        "number => document.querySelectorAll('[data-rows] > li').length === number", arg=number, timeout=10_000
    )


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_inbox_moves_by_itself_and_windows_stay_in_step(audience: Visitors, width: int, language: str) -> None:
    author, reader = make_actor("310000"), make_actor("320000")
    document = make_document(Status.SOLICITING, author, reader, title="长三角城市管理综合行政执法协作试验文件")
    inbox = audience.visitor(reader, width=width, language=language)
    start = audience.visitor(reader, width=width, language=language)
    inbox.go("/notices/")
    start.go("/")
    rows_are(inbox, 1)

    for _ in range(2):
        tell(author, document, reader)
    for window in (inbox, start):
        unread(window, "3")
    rows_are(inbox, 3)
    if PICTURES:
        inbox.page.locator("summary").last.click()
        inbox.page.screenshot(path=f"{PICTURES}/inbox-{width}.png", full_page=True)
        inbox.page.keyboard.press("Escape")
        start.page.screenshot(path=f"{PICTURES}/start-{width}.png")

    assert (inbox.barriers(), inbox.overhang()) == ("", 0)
    for expected in ("2", "1"):
        inbox.page.keyboard.press("j")
        inbox.page.keyboard.press("e")
        unread(inbox, expected)
        unread(start, expected)
        rows_are(inbox, int(expected))
    inbox.page.locator("[data-rows] .row > .entry").click()
    inbox.page.wait_for_url("**/documents/**")
    unread(start, "")
    inbox.page.keyboard.press("g")
    inbox.page.keyboard.press("n")
    inbox.page.wait_for_url("**/notices/")
    assert audience.complaints == []


@pytest.mark.parametrize(("width", "language"), LOOKS)
def test_colleague_who_looks_is_named_and_changes_while_writing_are_told(
    audience: Visitors, width: int, language: str
) -> None:
    author, colleague, other = make_actor("310000"), make_actor("310000"), make_actor("320000")
    document = make_document(Status.SOLICITING, author, other)
    mine = audience.visitor(author, width=width, language=language)
    theirs = audience.visitor(colleague, width=width, language=language)
    address = f"/documents/{document.public_id}/"
    mine.go(address)
    theirs.go(address)
    mine.page.get_by_text(colleague.user.name).first.wait_for()
    if PICTURES:
        mine.page.screenshot(path=f"{PICTURES}/presence-{width}.png")

    assert (mine.barriers(), mine.overhang()) == ("", 0)
    theirs.page.close()
    mine.page.locator("#presence", has_text=colleague.user.name).wait_for(state="detached")
    mine.go(address + "edit/")
    mine.page.locator("main form[method=post] input:not([type=hidden]), main form[method=post] textarea").first.fill(
        "改"
    )
    tell(other, document, author)
    mine.page.locator(
        "#meanwhile", has_text=other.unit.name if language == "zh-hans" else other.unit.name_en
    ).wait_for()
    if PICTURES:
        mine.page.screenshot(path=f"{PICTURES}/meanwhile-{width}.png")
    assert mine.barriers() == ""
