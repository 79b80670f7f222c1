"""At the door with a phone: the line is cut while an attempt is recorded, and everything is there once."""

import pytest
from django.utils import timezone

from collaboration.service.models import Attempt, Exhibit
from tests.browser.visitors import words
from tests.factories import services as make
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTH = 390
LOSE = """() => {  // the portal takes one of each, and its answer does not arrive
  const real = window.fetch, lost = new Set(["/files/", "/door/"]);
  window.fetch = async (address, options) => {
    const answer = await real(address, options), part = [...lost].find((one) => String(address).endsWith(one));
    if (!part || !options || options.method !== "POST") return answer;
    lost.delete(part);
    throw new TypeError("lost");
  };
}"""


def _fill(phone, **more: str) -> None:
    page = phone.page
    page.locator("[name=manner][value=left]").check()
    page.locator("[name=result][value=served]").check()
    for name, value in {**make.OFFICERS, **make.SAID["left"], **more}.items():
        page.fill(f"[name={name}]", value)
    for name, colour in (("receipt", "white"), ("scene", "black"), ("scene", "red")):
        files = [{"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": make.picture(colour)}]
        page.set_input_files(f"#files_{name}", files)


def test_a_phone_through_a_cut_connection_sends_everything_once(audience):
    asking, asked = make_actor("320100"), make_actor("340100")
    service = make.begin(asking, asked)
    phone = audience.visitor(asked, width=WIDTH)
    page, line = phone.page, phone.page.context
    phone.go(f"/service/{service.public_id}/door/")
    assert phone.overhang() <= 0 and not phone.barriers()
    page.locator("#door button.primary").click()
    phone.reads("Something is missing; see the sentences beside the fields.")

    line.set_offline(True)
    _fill(phone, witness="")
    assert page.locator("[data-taken=scene] li").count() == 2
    page.fill("[name=witness]", make.SAID["left"]["witness"])
    page.locator("#door button.primary").click()
    page.locator("#entries .pill", has_text=phone.say("Not sent")).wait_for()
    with as_owner():
        assert not Attempt.objects.exists()

    page.evaluate(LOSE)
    with page.expect_response("**/files/"):
        line.set_offline(False)
    with page.expect_response("**/door/"):
        page.locator("#send-now").click()
    page.locator("#send-now").click()
    sent = words("Sent", phone.language, "state of a record on the phone")
    page.locator("#entries .pill", has_text=sent).wait_for()
    with as_owner():
        assert Attempt.objects.count() == 1 and Exhibit.objects.count() == 3
        assert all(len(one.sha256) == 64 and one.taken_at for one in Exhibit.objects.all())
        assert Attempt.objects.get().happened_at <= timezone.now()
    audience.complaints[:] = [one for one in audience.complaints if "ERR_" not in one and "WebSocket" not in one]

    phone.go(f"/service/{service.public_id}/")
    assert phone.overhang() <= 0
    phone.follow("Make out the proof of service")
