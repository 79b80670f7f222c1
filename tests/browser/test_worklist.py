"""The work desk in a browser: a signatory's work on one phone screen, the palette, and pages open to everybody."""

import os

import pytest
from django_tenants.utils import tenant_context

from collaboration.documents.models import Status
from collaboration.incoming import workflow as incoming
from collaboration.worklist.models import Waiting
from tenants.identity.roles import Role
from tests.browser.visitors import Audience
from tests.factories.documents import make_document
from tests.factories.people import make_actor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOOKS = [(390, "en"), (390, "zh-hans"), (1440, "zh-hans")]
PHONE = 844


def test_work_of_a_signatory_fits_a_phone_and_every_page_is_open_to_all(audience: Audience) -> None:
    author, signer = make_actor("320100"), make_actor("340100", Role.SIGNATORY)
    clerk = make_actor("340100")
    documents = [
        make_document(Status.COUNTERSIGNING, author, clerk, title=f"关于样例事项联合执法工作的通知之{number}")
        for number in range(3)
    ]
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        entry = incoming.register(clerk, incoming.receive(clerk, documents[0].matter), urgency=2)
        incoming.propose(clerk, entry, text="拟请法规处办理。", handling="法规处")
        step = Waiting.objects.open().get(matter=documents[0].pk, unit=clerk.unit)
    paths = ["/", "/?tab=sent", "/?group=matter", "/worklist/filters/", f"/worklist/steps/{step.pk}/", "/incoming/",
             "/worklist/hand-over/", f"/incoming/{documents[0].public_id}/",
             f"/incoming/{documents[0].public_id}/paper/",
             "/incoming/register/", "/members/standing-in/", "/palette/?q=yl"]  # fmt: skip

    found = []
    for width, language in LOOKS:
        visitor = audience.visitor(signer if width == 390 else clerk, width=width, language=language)
        for number, path in enumerate(paths):
            visitor.go(path)
            visitor.page.wait_for_load_state("networkidle")
            if folder := os.environ.get("PORTAL_PICTURES"):
                visitor.page.screenshot(path=f"{folder}/{number}-{width}-{language}.png", full_page=True)
            if (overhang := visitor.overhang()) > 0:
                found.append(f"{width} {path}: {overhang} px too wide")
            if barriers := visitor.barriers():
                found.append(f"{width} {path}: {barriers}")
        if width == 390:
            visitor.go("/")
            last = visitor.page.locator("#worklist tbody tr").last.bounding_box()
            if last is None or last["y"] + last["height"] > PHONE:
                found.append(f"{language}: the last of three steps ends at {last}")

    assert found == []


def test_palette_opens_by_key_and_leads_on(audience: Audience) -> None:
    author, other = make_actor("320100"), make_actor("340100")
    document = make_document(Status.SOLICITING, author, other, title="样例垃圾处理协议")
    visitor = audience.visitor(author)
    visitor.go("/units/")

    visitor.page.keyboard.press("Control+k")
    visitor.page.keyboard.type("ylljcl")
    visitor.page.locator("#palette-hits a", has_text="样例垃圾处理协议").wait_for()
    assert visitor.barriers() == ""
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url(f"**/documents/{document.public_id}/")

    visitor.page.keyboard.press("Control+k")
    visitor.page.keyboard.press("Escape")
    assert not visitor.page.locator("#palette").is_visible()
