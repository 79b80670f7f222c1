"""People at browsers of their own, and what they meet there that nobody should."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request

from tenants.identity.actor import Actor
from tests.factories.people import PASSWORD
from tests.server import Server

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
MOST_STOPS = 150  # of the tabulator on one page
GONE = 410  # a page with its sentence, of what was taken down or purged
LIVE = 60_000  # milliseconds for what a worker does meanwhile


def words(msgid: str, language: str, context: str = "") -> str:
    """A label as the portal shows it in this language."""
    with override(language):
        return pgettext(context, msgid) if context else gettext(msgid)


class Visitor:
    """One person's browser window."""

    def __init__(self, page: Page, host: str, port: int, language: str) -> None:
        self.page, self.host, self.port, self.language = page, host, port, language
        self.actor: Actor | None = None

    def say(self, msgid: str) -> str:
        return words(msgid, self.language)

    def say_in(self, context: str, msgid: str) -> str:
        return words(msgid, self.language, context)

    def go(self, path: str) -> None:
        """Open an address of the host."""
        answer = self.page.goto(f"http://{self.host}:{self.port}{path}")
        assert answer is not None
        assert answer.ok or answer.status == GONE, f"{answer.status} {answer.url}"

    def press(self, msgid: str, *, patience: int = 15_000) -> None:
        """Press the button with this label."""
        self.page.get_by_role("button", name=self.say(msgid), exact=True).first.click(timeout=patience)
        self.page.wait_for_load_state()

    def press_in(self, part: str, text: str, msgid: str) -> None:
        """Press the button with this label in the part of the page that says this."""
        holder = self.page.locator(part, has_text=text).first
        holder.get_by_role("button", name=self.say(msgid)).first.click()
        self.page.wait_for_load_state()

    def follow(self, msgid: str, *, patience: int = 15_000) -> None:
        """Follow the link with this label."""
        self.page.get_by_role("link", name=self.say(msgid), exact=True).first.click(timeout=patience)
        self.page.wait_for_load_state()

    def reads(self, msgid: str, *, patience: int = 15_000) -> None:
        """This sentence stands on the page, now or soon."""
        self.page.get_by_text(self.say(msgid)).first.wait_for(timeout=patience)

    def enter(self, wanted: Locator, typed: str = "") -> None:
        """Go there by the tabulator alone, and press Enter on it or type into it."""
        wanted.wait_for()
        for _ in range(MOST_STOPS):
            if wanted.evaluate("one => one === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        else:
            raise AssertionError(f"not to be reached by keys: {wanted}")
        if typed:
            self.page.keyboard.type(typed)
            return
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def confirm(self, msgid: str) -> None:
        """Prove who one is, and press."""
        self.page.fill("[name=proof_password]", PASSWORD)
        self.press(msgid)

    def sign_in_with_password(self, actor: Actor) -> None:
        """Through the page where everybody signs in."""
        self.go("/accounts/login/")
        self.page.fill("[name=login]", actor.user.username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.locator("main .button.primary").click()
        self.page.wait_for_url(lambda address: urlsplit(address).path == "/")

    def barriers(self) -> str:
        """What axe finds on the page; empty when it finds nothing."""
        found = Axe().run(self.page, options=RULES)
        return found.generate_report() if found.violations_count else ""

    def overhang(self) -> int:
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


class Audience:
    """All visitors of one portal. What they meet that is wrong is kept in ``complaints``."""

    def __init__(self, browser: Browser, portal: Server) -> None:
        self.browser, self.portal = browser, portal
        self.complaints: list[str] = []
        self._contexts: list[BrowserContext] = []

    def visitor(
        self,
        actor: Actor | None = None,
        *,
        host: str = "",
        width: int = 1440,
        language: str = "zh-hans",
        **display: str,
    ) -> Visitor:
        """Somebody with a window this wide, and the size and contrast they chose; signed in if they act for a unit."""
        host = host or ("desk.portal.localhost" if actor else "portal.localhost")
        context = self.browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        context.set_default_timeout(20_000)
        self._contexts.append(context)
        cookies = {"language": language, **display}
        address = f"https://{host}:{self.portal.port}"
        context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        visitor = Visitor(self._watched(context.new_page()), host, self.portal.port, language)
        self.become(visitor, actor)
        return visitor

    def become(self, visitor: Visitor, actor: Actor | None) -> None:
        """From the next page on somebody else sits at this window; what the browser has fetched stays."""
        if actor is None or actor is visitor.actor:
            return
        session = {"name": "__Host-sid", "value": self.portal.sign_in(actor)}
        visitor.page.context.add_cookies([{**session, "url": f"https://{visitor.host}:{visitor.port}"}])
        visitor.actor = actor

    def also(self, context: BrowserContext) -> Page:
        """One more window of the same browser."""
        return self._watched(context.new_page())

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _watched(self, page: Page) -> Page:
        def hear(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning") and f"status of {GONE}" not in message.text:
                self.complaints.append(f"{page.url}: {message.text}")

        def see(request: Request) -> None:
            parts = urlsplit(request.url)
            is_own = (parts.hostname or "").endswith("portal.localhost") and parts.port == self.portal.port
            if parts.scheme not in ("data", "blob") and not is_own:
                self.complaints.append(f"{page.url} asked {request.url}")

        page.on("console", hear)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("request", see)
        return page
