"""Every page that people read, each by somebody who may: plainly on a desk, and largest in high contrast on a phone."""

from collections.abc import Iterator

import pytest

from collaboration.documents.models import JointDocument, Status
from collaboration.documents.workflow import finishing
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.browser.visitors import Audience, Visitor
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.factories.publications import make_published
from tests.factories.sealed import seal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOOKS = [
    {"width": 1440, "language": "zh-hans"},
    {"width": 390, "language": "en", "size": "xl", "contrast": "high"},
]
OPEN = ["/accounts/login/", "/accounts/password/reset/"]
PUBLIC = ["/", "/documents/", "/documents/?q=none", "/verify/", "/verify/?code=ABCD", "/search/", "/search/?q=none"]
PUBLIC += ["/functions/", "/disclosure/", "/disclosure/on-request/", "/enforcement/", "/supervision/", "/news/"]
ACCOUNT = ["/accounts/", "/accounts/unit/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"]
OWN = ["/", "/documents/", "/documents/?q=none", "/documents/new/", "/notices/", "/worklist/filters/"]
UNITS = ["/units/", "/units/?open=320000", "/units/?q=nanjing", "/units/?q=none"]


def pages_of(document: JointDocument, *names: str) -> list[str]:
    """The page of a document, and those below it."""
    top = f"/documents/{document.public_id}/"
    return [top, *(f"{top}{name}/" for name in names)]


def desk_pages(database: str) -> Iterator[tuple[Actor, list[str]]]:
    """Somebody, and what they may open."""
    author, other = make_actor("320100"), make_actor("340100")
    administrator = make_actor("320000", Role.UNIT_ADMINISTRATOR)
    guard, auditor = make_actor("320100", Role.SECURITY_ADMINISTRATOR), make_actor("320100", Role.AUDITOR)
    draft = make_document(Status.DRAFT, author, other)
    solicited = make_document(Status.SOLICITING, author, other)
    asked = make_document(Status.COUNTERSIGNING, author, other)
    signed, sealing = make_document(Status.SIGNED, author, other), make_document(Status.SIGNED, author, other)
    sealed = seal([author, other], make_document(Status.SIGNED, author, other), database)
    with author.acting():
        finishing.send_to_sealing(author, sealing)
    unit, member = f"/units/{author.unit.public_id}/", f"/members/{author.membership.public_id}/"
    yield author, [*OWN, *UNITS, unit, *ACCOUNT, f"/internal/{draft.public_id}/notes/"]
    yield author, pages_of(draft, "edit", "units", "round", "cancel", "versions", "versions/1")
    yield (
        author,
        [*pages_of(solicited, "round/close", "decisions"), *pages_of(signed, "seal"), *pages_of(sealed, "publish")],
    )
    yield other, [*pages_of(solicited, "opinions"), *pages_of(asked, "countersign", "return")]
    yield other, pages_of(sealing, "release")
    yield administrator, ["/", "/members/", "/members/invite/", "/members/history/", "/members/below/"]
    yield administrator, [f"{unit}split/"]
    yield guard, ["/members/", member]
    yield auditor, ["/record/", f"/record/{asked.public_id}/"]
    yield make_actor("320100", Role.EDITOR), ["/"]


def faults(visitor: Visitor, paths: list[str]) -> list[str]:
    """What bars people on these pages, or hangs over the edge of the window."""
    found = []
    for path in paths:
        visitor.go(path)
        if (overhang := visitor.overhang()) > 0:
            found.append(f"{path}: {overhang} px too wide")
        if barriers := visitor.barriers():
            found.append(f"{path}: {barriers}")
    return found


def test_nobody_is_barred_from_any_page(audience: Audience, own_database: str) -> None:
    published, desk = make_published(), list(desk_pages(own_database))
    public = [*PUBLIC, f"/documents/{published.public_id}/", f"/verify/?code={published.check_code}"]

    found = []
    for look in LOOKS:
        prefix = "/en" if look["language"] == "en" else ""
        reader = audience.visitor(host="sh.portal.localhost", **look)
        found += faults(reader, [prefix + path for path in public])
        found += faults(audience.visitor(host="desk.portal.localhost", **look), OPEN)
        for person, paths in desk:
            found += faults(audience.visitor(person, **look), paths)

    assert found == []
