"""A person who signs and seals over HTTP and tries again until the portal answers, whatever it loses meanwhile."""

import html
import re
import threading
from dataclasses import dataclass, field
from uuid import UUID

import httpx

from tests.factories.people import PASSWORD

INPUT = re.compile(r'<input type="hidden" name="(content_hash|proof_nonce|csrfmiddlewaretoken)"[^>]* value="([^"]*)"')
COUNTERSIGN, SEND, RELEASE = "countersign", "seal", "release"
SUCCESS = {
    COUNTERSIGN: "You signed this document for your unit.",
    SEND: "The seal keepers of all units were asked to release their seals.",
    RELEASE: "You released the seal; the portal is applying it now.",
}
PAUSE = 0.15


@dataclass
class Clerk:
    """One signed-in person with a browser of their own, going round all documents until told to stop."""

    unit: str
    base: str
    host: str
    session: str
    steps: tuple[str, ...]
    documents: list[UUID]
    stopped: threading.Event
    acknowledged: set[tuple[str, UUID, str]] = field(default_factory=set)
    tries_lost: int = 0

    def work(self) -> None:
        """Go round; an answer that never came is asked for again on the next round."""
        headers = {"Host": self.host}
        while not self.stopped.wait(PAUSE):
            with httpx.Client(base_url=self.base, headers=headers, timeout=20, trust_env=False) as browser:
                try:
                    self._round(browser)
                except (httpx.HTTPError, ConnectionError):
                    self.tries_lost += 1

    def _round(self, browser: httpx.Client) -> None:
        for document in list(self.documents):
            for step in self.steps:
                if not self.stopped.is_set() and (step, document, self.unit) not in self.acknowledged:
                    self._try(browser, step, document)

    def _try(self, browser: httpx.Client, step: str, document: UUID) -> None:
        address = f"/documents/{document}/{step}/"
        cookies = {"__Host-sid": self.session, "language": "en"}
        page = browser.get(address, headers=_cookie(cookies))
        if page.status_code != 200:
            return
        cookies |= {name: value.split(";")[0] for name, _, value in _set_cookies(page)}
        fields = {name: html.unescape(value) for name, value in INPUT.findall(page.text)} | {"proof_password": PASSWORD}
        answer = browser.post(address, data=fields, headers=_cookie(cookies))
        if answer.status_code != 302:
            return
        told = html.unescape(browser.get(answer.headers["location"], headers=_cookie(cookies)).text)
        if SUCCESS[step] in told:
            self.acknowledged.add((step, document, self.unit))


def _set_cookies(page: httpx.Response) -> list[tuple[str, str, str]]:
    return [line.partition("=") for line in page.headers.get_list("set-cookie")]


def _cookie(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
