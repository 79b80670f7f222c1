"""The work desk in a browser: a signatory's work on one phone screen, an instruction, the palette."""

import pytest

from collaboration.documents.models import Status
from tenants.identity.roles import Role
from tests.browser.visitors import LIVE, Audience
from tests.factories.documents import make_document
from tests.factories.people import make_actor

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = 844


def test_work_of_a_signatory_fits_a_phone(audience: Audience) -> None:
    author, signer = make_actor("320100"), make_actor("340100", Role.SIGNATORY)
    clerk = make_actor("340100")
    for number in range(3):
        make_document(Status.COUNTERSIGNING, author, clerk, title=f"关于样例事项联合执法工作的通知之{number}")

    for language in ("zh-hans", "en"):
        visitor = audience.visitor(signer, width=390, language=language)
        visitor.go("/")
        last = visitor.page.locator("#worklist tbody tr").last.bounding_box()
        assert last is not None
        assert last["y"] + last["height"] <= PHONE


def test_an_instruction_written_on_a_phone_appears_where_the_handler_reads(audience: Audience) -> None:
    clerk, leader = make_actor("340100"), make_actor("340100", Role.SIGNATORY)
    document = make_document(Status.SOLICITING, make_actor("320100"), clerk, title="样例征求意见的通知")
    at_desk, on_phone = audience.visitor(clerk, language="en"), audience.visitor(leader, width=390)

    at_desk.go(f"/documents/{document.public_id}/")
    at_desk.press("Receive")
    at_desk.press("Register")
    at_desk.page.fill("[name=propose-text]", "拟请法规处办理。")
    at_desk.press("Propose")
    at_desk.go(f"/documents/{document.public_id}/")
    assert at_desk.page.locator(".pinned").count() == 0

    on_phone.go("/incoming/")
    on_phone.page.locator("a.title", has_text="样例征求意见的通知").click()
    on_phone.page.fill("[name=instruct-text]", "同意，请抓紧反馈。")
    on_phone.page.select_option("[name=instruct-handler]", str(clerk.user.pk))
    on_phone.press("Instruct")

    at_desk.page.locator(".pinned", has_text="同意，请抓紧反馈。").wait_for(timeout=LIVE)
    at_desk.reads("given to me")
    assert (at_desk.barriers(), on_phone.barriers(), on_phone.overhang()) == ("", "", 0)


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
