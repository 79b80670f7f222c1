"""The oldest browser the portal supports: Chromium 92, as found on domestic desktops."""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Playwright

pytestmark = pytest.mark.browser
BOX = "part => document.querySelector(part).getBoundingClientRect().toJSON()"  # locators need a newer browser
PROGRAM = os.environ.get("PORTAL_CHROMIUM_92", "")


@pytest.fixture
def old_page(playwright_driver: Playwright) -> Iterator[Page]:
    """A page of Chromium 92."""
    if not PROGRAM:
        pytest.skip("no Chromium 92 on this machine")
    old = playwright_driver.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox", "--disable-gpu"])
    yield old.new_page(viewport={"width": 1440, "height": 900})
    old.close()


@pytest.mark.parametrize(
    ("host", "path"),
    [
        ("desk.portal.localhost", "/components/"),
        ("desk.portal.localhost", "/accounts/login/"),
        ("sh.portal.localhost", "/components/"),
    ],
)
def test_shells_stand_in_an_old_browser(old_page: Page, server: int, host: str, path: str) -> None:
    wrong: list[str] = []
    old_page.on("pageerror", lambda error: wrong.append(str(error)))

    old_page.goto(f"http://{host}:{server}{path}")

    assert "Chrome/92." in old_page.evaluate("navigator.userAgent")
    assert wrong == []
    assert old_page.evaluate("document.documentElement.scrollWidth") == 1440
    assert old_page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(242, 245, 249)"


def test_desk_keeps_its_columns_in_an_old_browser(old_page: Page, server: int) -> None:
    old_page.goto(f"http://desk.portal.localhost:{server}/components/")

    side, main, first, last = (
        old_page.evaluate(BOX, part) for part in (".side", "main", ".stat:first-child", ".stat:last-child")
    )
    assert side["right"] <= main["left"]
    assert first["top"] == last["top"]
