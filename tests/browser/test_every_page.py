"""Every page that people read, each by somebody who may: plainly on a desk, and largest in high contrast on a phone.

Every second page is read on the desk in Chinese, the others on the phone in English, each held against both widths and
half of them examined by axe. With PORTAL_PROVE each is read both ways and examined.
"""

from collections.abc import Iterator

import pytest

from collaboration.consultation.models import Consultation
from collaboration.documents.models import Status
from collaboration.documents.workflow import finishing
from collaboration.publication import taking_down
from collaboration.publication.models import PublishedDocument
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.browser import assistance_pages, document_pages, work_pages
from tests.browser.document_pages import pages_of
from tests.browser.looking import LOOKS, PROVE, on
from tests.browser.visitors import Audience
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.factories.publications import make_published
from tests.factories.sealed import register_seals

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.urls("portal.urls.desk")]
OPEN = ["/accounts/login/", "/accounts/password/reset/"]
PUBLIC = ["/", "/documents/", "/documents/?q=none", "/verify/", "/verify/?code=ABCD", "/search/", "/search/?q=none"]
PUBLIC += [
    "/functions/",
    "/disclosure/",
    "/disclosure/on-request/",
    "/enforcement/",
    "/supervision/",
    "/news/",
    "/consultations/",
]
ACCOUNT = ["/accounts/", "/accounts/unit/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"]
OWN = ["/", "/documents/", "/documents/?q=none", "/documents/new/", "/notices/", "/worklist/filters/"]
UNITS = ["/units/", "/units/?open=320000", "/units/?q=nanjing", "/units/?q=none"]


def desk_pages() -> Iterator[tuple[Actor, list[str]]]:
    """Somebody, and what they may open."""
    author, other = make_actor("320100"), make_actor("340100")
    administrator = make_actor("320000", Role.UNIT_ADMINISTRATOR)
    guard, auditor = make_actor("320100", Role.SECURITY_ADMINISTRATOR), make_actor("320100", Role.AUDITOR)
    draft = make_document(Status.DRAFT, author, other)
    solicited = make_document(Status.SOLICITING, author, other)
    asked = make_document(Status.COUNTERSIGNING, author, other)
    signed, sealing = make_document(Status.SIGNED, author, other), make_document(Status.SIGNED, author, other)
    register_seals(author.unit.code, other.unit.code)
    with author.acting():
        finishing.send_to_sealing(author, sealing)
    unit, member = f"/units/{author.unit.public_id}/", f"/members/{author.membership.public_id}/"
    yield author, [*OWN, *UNITS, unit, *ACCOUNT, f"/internal/{draft.public_id}/notes/"]
    yield author, pages_of(draft, "edit", "units", "round", "cancel", "versions", "versions/1")
    yield author, [*pages_of(solicited, "round/close"), *pages_of(signed, "seal")]
    yield other, [*pages_of(solicited, "opinions"), *pages_of(asked, "countersign", "return")]
    yield other, pages_of(sealing, "release")
    yield administrator, ["/", "/members/", "/members/invite/", "/members/history/", "/members/below/"]
    yield administrator, [f"{unit}split/"]
    yield guard, ["/members/", member]
    yield auditor, ["/record/", f"/record/{asked.public_id}/"]
    yield make_actor("320100", Role.EDITOR), ["/"]
    yield from work_pages.pages(author, other)
    yield from document_pages.pages(author, other)
    if PROVE:  # else those of test_ways_of_help are enough
        yield from assistance_pages.pages(author, other)


def taken_down() -> PublishedDocument:
    """A document of which only the tombstone stands."""
    document, office = make_published(), make_actor("office", Role.HANDLER)
    with office.acting():
        taking_down.take_down(office, document, reason="样例理由。")
    return document


def test_nobody_is_barred_from_any_page(audience: Audience) -> None:
    published, gone, desk = make_published(), taken_down(), list(desk_pages())
    public = [*PUBLIC, f"/documents/{published.public_id}/", f"/verify/?code={published.check_code}"]
    public += [f"/documents/{gone.public_id}/", f"/verify/?code={gone.check_code}"]
    public += [f"/consultations/{one.pk}/" for one in Consultation.objects.all()]
    readings = [(person, path) for person, paths in desk for path in paths]
    widths = [int(str(look["width"])) for look in LOOKS]

    found: list[str] = []
    for turn, look in enumerate(LOOKS):
        prefix = "/en" if look["language"] == "en" else ""
        reader = audience.visitor(host="portal.localhost", **look)
        worker = audience.visitor(host="desk.portal.localhost", **look)
        visits = [(reader, None, prefix + path) for path in public]
        visits += [(worker, None, path) for path in OPEN]
        visits += [(worker, person, path) for person, path in readings]
        for number, (visitor, person, path) in enumerate(visits):
            if PROVE or number % 2 == turn:
                audience.become(visitor, person)
                found += on(visitor, path, by_axe=PROVE or number % 4 < 2, also=widths[1 - turn])

    assert found == []
