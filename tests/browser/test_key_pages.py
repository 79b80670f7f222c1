"""The pages people open most, in English on a phone or in Chinese on a desk in turn: open to everybody and light.

With PORTAL_PROVE each both ways.
"""

import pytest

from collaboration.documents.models import Status
from tests.browser.looking import PROVE
from tests.browser.visitors import Audience, Visitor
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.factories.publications import make_published

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KB = 1024
LOOKS = [(390, "en"), (1440, "zh-hans")]
PUBLIC = {"requests": 6, "bytes": 40 * KB}
DESK = {"requests": 8, "bytes": 70 * KB}


class Scales:
    """What a page and everything it loads weighs on the wire, with nothing in the cache."""

    def __init__(self, visitor: Visitor) -> None:
        self.requests = self.bytes = 0
        session = visitor.page.context.new_cdp_session(visitor.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.on("Network.loadingFinished", self._weigh)

    def _weigh(self, event: dict) -> None:
        self.requests += 1
        self.bytes += event["encodedDataLength"]

    def empty(self) -> None:
        self.requests = self.bytes = 0


def faults(visitor: Visitor, paths: list[str], budget: dict[str, int]) -> list[str]:
    """Everything that is wrong with these pages."""
    scales, found = Scales(visitor), []
    for path in paths:
        scales.empty()
        visitor.go(path)
        visitor.page.wait_for_load_state("networkidle")
        assert scales.bytes, f"nothing was weighed of {path}"
        weight = {"requests": scales.requests, "bytes": int(scales.bytes)}
        found += [f"{path}: {weight[name]} {name}" for name, most in budget.items() if weight[name] > most]
        if (overhang := visitor.overhang()) > 0:
            found.append(f"{path}: {overhang} px too wide")
        if barriers := visitor.barriers():
            found.append(f"{path}: {barriers}")
    return found


def test_everybody_can_use_every_key_page(audience: Audience) -> None:
    published = make_published()
    author, other = make_actor("320100"), make_actor("340100")
    asked = make_document(Status.COUNTERSIGNING, author, other)
    document = f"/documents/{published.public_id}/"
    public = ["/", "/documents/", document, "/verify/", f"/verify/?code={published.check_code}"]
    desk = ["/", "/documents/", f"/documents/{asked.public_id}/", f"/documents/{asked.public_id}/countersign/"]
    desk += ["/documents/new/", "/units/", "/accounts/"]

    found = []
    for turn, (width, language) in enumerate(LOOKS):
        half = slice(None) if PROVE else slice(turn, None, 2)
        prefix = "/en" if language == "en" else ""
        stranger = audience.visitor(host="sh.portal.localhost", width=width, language=language)
        found += faults(stranger, [prefix + path for path in public][half], PUBLIC)
        found += faults(audience.visitor(author, width=width, language=language), desk[half], DESK)

    assert found == []
