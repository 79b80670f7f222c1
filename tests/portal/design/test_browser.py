"""The shells in a real browser: nothing barred, hidden or broken, at every width and size, in both languages."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DESK, SITE = "desk.portal.localhost", "sh.portal.localhost"
PAGES = [
    (DESK, "/components/", "zh-hans"),
    (DESK, "/components/", "en"),
    (DESK, "/accounts/login/", "zh-hans"),
    (DESK, "/accounts/login/", "en"),
    (SITE, "/components/", "zh-hans"),
    (SITE, "/en/components/", "en"),
]
LOOKS = [(1440, "m", "normal"), (390, "l", "normal"), (320, "xl", "high")]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def opened(context: BrowserContext, server: int, host: str, path: str, **cookies: str) -> Page:
    base = f"http://{host}:{server}"
    context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
    page = context.new_page()
    page.goto(base + path)
    return page


@pytest.mark.parametrize(("host", "path", "language"), PAGES)
def test_nobody_is_barred(context: BrowserContext, server: int, host: str, path: str, language: str) -> None:
    page = opened(context, server, host, path, language=language)
    for width, size, contrast in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(
            "look => Object.assign(document.documentElement.dataset, look)", {"size": size, "contrast": contrast}
        )

        found = Axe().run(page, options=RULES)

        assert found.violations_count == 0, f"{width} {size} {contrast}: {found.generate_report()}"


@pytest.mark.parametrize(("host", "path", "language"), PAGES)
def test_no_page_scrolls_sideways(context: BrowserContext, server: int, host: str, path: str, language: str) -> None:
    page = opened(context, server, host, path, language=language)
    too_wide = []
    for size in ("m", "l", "xl"):
        page.evaluate("size => { document.documentElement.dataset.size = size }", size)
        for width in (320, 390, 720, 768, 1024, 1280, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                too_wide.append((size, width))

    assert too_wide == []


@pytest.mark.parametrize(("host", "path", "language"), PAGES)
def test_links_and_buttons_are_large_enough_to_hit(
    context: BrowserContext, server: int, host: str, path: str, language: str
) -> None:
    page = opened(context, server, host, path, language=language)
    page.set_viewport_size({"width": 390, "height": 900})

    small = page.evaluate(
        """() => [...document.querySelectorAll("a, button, summary, select, input")]
            .filter(part => part.getClientRects().length && !part.closest(".skip, p, dd, .prose, .validity, .help"))
            .filter(part => part.getBoundingClientRect().height < 23.9 && !["checkbox", "radio"].includes(part.type))
            .map(part => part.outerHTML.slice(0, 120))"""
    )

    assert small == []


@pytest.mark.parametrize(("host", "path", "language"), PAGES)
def test_console_stays_silent_and_no_other_host_is_asked(
    context: BrowserContext, server: int, host: str, path: str, language: str
) -> None:
    said: list[str] = []
    asked: set[str] = set()
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.add(request.url.split("/")[2]))
    page.goto(f"http://{host}:{server}{path}")
    page.wait_for_load_state("networkidle")

    assert said == []
    assert asked == {f"{host}:{server}"}


def test_size_is_chosen_without_a_script(browser: Browser, server: int) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, server, SITE, "/components/")

    page.locator(".utility summary").click()
    page.locator(".utility [name=size][value=xl]").click()

    assert page.locator("html").get_attribute("data-size") == "xl"
    assert page.url.endswith("/components/")
    context.close()


def test_more_opens_the_whole_navigation_on_a_phone(context: BrowserContext, server: int) -> None:
    page = opened(context, server, DESK, "/components/")
    page.set_viewport_size({"width": 390, "height": 800})
    assert not page.locator("#navigation").is_visible()

    page.locator(".tab-bar a").last.click()
    assert page.locator("#navigation").is_visible()

    page.keyboard.press("Escape")
    assert not page.locator("#navigation").is_visible()


def test_keyboard_reaches_errors_search_and_content(context: BrowserContext, server: int) -> None:
    page = opened(context, server, DESK, "/components/")
    assert page.evaluate("document.activeElement.className") == "error-summary"

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "desk-search"

    page.locator(".skip").focus()
    assert page.locator(".skip").bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_dialog_opens_over_the_page_and_closes(context: BrowserContext, server: int) -> None:
    page = opened(context, server, DESK, "/components/")

    page.locator("[data-opens]").click()
    assert page.locator("#sample-dialog").is_visible()

    page.locator("#sample-dialog [data-closes]").click()
    assert not page.locator("#sample-dialog").is_visible()


COVERED = """
    () => [...document.querySelectorAll('button, .button, input, select, textarea, summary')].some(pressed => {
        const box = pressed.getBoundingClientRect();
        const points = [[box.left + 2, box.top + 2], [box.right - 2, box.bottom - 2],
            [(box.left + box.right) / 2, (box.top + box.bottom) / 2]];
        return !pressed.closest('.toast') && box.width && points.some(([left, top]) => {
            const above = document.elementFromPoint(left, top);
            return above && above.closest('.toast');
        });
    })
"""


@pytest.mark.parametrize("width", [390, 1440])
def test_no_toast_lies_over_something_to_press_wherever_one_scrolls(
    context: BrowserContext, server: int, width: int
) -> None:
    page = opened(context, server, DESK, "/components/")
    page.set_viewport_size({"width": width, "height": 844})
    page.reload()
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 200):
        page.evaluate("top => scrollTo(0, top)", top)
        page.wait_for_timeout(50)
        assert not page.evaluate(COVERED), top


def test_toast_can_be_closed(context: BrowserContext, server: int) -> None:
    page = opened(context, server, DESK, "/components/")

    page.locator("[data-toast] [data-dismiss]").click()

    assert page.locator("[data-toast]").count() == 0


def test_form_under_way_is_not_sent_twice(context: BrowserContext, server: int) -> None:
    page = opened(context, server, DESK, "/components/")

    refused = page.evaluate(
        """() => {
            const refused = [];
            addEventListener("submit", (event) => { refused.push(event.defaultPrevented); event.preventDefault(); });
            const button = document.querySelector(".language button");
            button.click();
            button.click();
            return refused;
        }"""
    )

    assert refused == [False, True]
