"""The desk's script and its socket: hints become events, a lost connection is told and what was missed is asked again.

The other end of the socket is played here, so that it can be cut.
"""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute

from tests.factories.people import PASSWORD, make_actor

pytestmark = pytest.mark.browser
LISTEN = """() => {
    window.heard = [];
    for (const name of ["notices-changed", "matter-changed"])
        document.body.addEventListener(name, (event) => heard.push([name, event.detail.id || ""]));
}"""


class OtherEnd:
    """What arrived from the page, and the socket to answer on."""

    def __init__(self) -> None:
        self.sockets: list[WebSocketRoute] = []
        self.received: list[dict[str, str]] = []

    def open(self, socket: WebSocketRoute) -> None:
        self.sockets.append(socket)
        socket.on_message(lambda text: self.received.append(json.loads(text)))

    def hint(self, *topics: str) -> None:
        self.sockets[-1].send(json.dumps({"changed": topics}))


@pytest.fixture
def other_end() -> OtherEnd:
    return OtherEnd()


@pytest.fixture
def page(browser: Browser, server: int, own_database: str, settings: object, other_end: OtherEnd) -> Iterator[Page]:
    """A page of the desk, opened by somebody who signed in and acts as a unit."""
    settings.DEMO = True  # type: ignore[attr-defined]  # outside the demonstration a second factor is asked for
    person = make_actor("310000").user
    context = browser.new_context()
    context.route_web_socket("**/ws/", other_end.open)
    page = context.new_page()
    page.goto(f"http://desk.portal.localhost:{server}/accounts/login/?next=/components/")
    page.fill("[name=login]", person.username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main .button.primary").click()
    page.wait_for_url("**/components/")
    page.evaluate(LISTEN)
    yield page
    context.close()


def test_page_watches_its_matter_and_hints_become_events(page: Page, other_end: OtherEnd) -> None:
    matter = page.locator("[data-matter]").get_attribute("data-matter")
    other_end.hint("notices", f"matter:{matter}")
    page.wait_for_function("heard.length === 2")

    assert page.evaluate("heard") == [["notices-changed", ""], ["matter-changed", matter]]
    since = page.locator("body").get_attribute("data-now")
    assert other_end.received == [{"watch": matter, "since": since}]


def test_lost_connection_is_told_and_what_was_missed_is_asked_again_once(page: Page, other_end: OtherEnd) -> None:
    other_end.sockets[-1].close(code=1012)
    page.locator("#connection-lost").wait_for(state="visible")

    page.locator("#connection-back").wait_for(state="visible", timeout=5000)

    assert not page.locator("#connection-lost").is_visible()
    matter = page.locator("[data-matter]").get_attribute("data-matter")
    assert page.evaluate("heard") == [["notices-changed", ""], ["matter-changed", matter]]
    assert len(other_end.sockets) == 2


def test_person_whose_session_ended_is_told_and_not_connected_again(page: Page, other_end: OtherEnd) -> None:
    other_end.sockets[-1].close(code=4401)

    page.locator("#connection-ended").wait_for(state="visible")
    page.wait_for_timeout(2000)

    assert len(other_end.sockets) == 1
