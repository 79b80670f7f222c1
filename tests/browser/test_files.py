"""Files go up in a real browser: several at once, through a cut line, on a phone; the other side opens them."""

import hashlib

import pytest

from collaboration.casefiles.models import CaseFile
from tests.browser.visitors import LIVE, Audience
from tests.browser.writers import forgive_lost_lines
from tests.factories import requests
from tests.factories.casefiles import picture
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.browser
LINES = "样例内容一二三四五六七八九十\n".encode() * 150_000  # four parts
NAMES = ("样例记录.txt", "样例照片.png")


def test_files_go_up_through_a_cut_line_and_are_opened_by_the_other_side(audience: Audience, portal):
    asking, asked = make_actor("320100"), make_actor("340100")
    request = requests.accept(asked, requests.send(asking, requests.make_request(asking, asked.unit)))
    portal.start_worker("parser")
    sender = audience.visitor(asked, width=390)
    page, address = sender.page, f"/assistance/{request.public_id}/"
    sender.go(address)
    page.wait_for_selector("#id_file[multiple]")
    page.context.route("**/files/uploads/*/2/", lambda route: route.abort(), times=1)
    chosen = zip(NAMES, (LINES, picture()), strict=True)
    payload = [{"name": name, "mimeType": "text/plain", "buffer": data} for name, data in chosen]
    page.set_input_files("#id_file", payload)
    sender.reads("The line is cut; it goes on by itself.")
    page.get_by_role("link", name=NAMES[0], exact=True).wait_for(timeout=LIVE)
    page.get_by_text(sender.say("Not scanned")).nth(1).wait_for(timeout=LIVE)
    assert hashlib.sha256(LINES).hexdigest() in page.locator("#files").inner_text().replace(" ", "").replace("\n", "")
    assert sender.barriers() == "" and sender.overhang() <= 0
    sender.press("Hand over to the other side")
    with as_owner():
        assert set(CaseFile.objects.values_list("sha256", flat=True)) == {
            hashlib.sha256(data).hexdigest() for data in (LINES, picture())
        }

    receiver = audience.visitor(asking)
    receiver.go(address)
    with receiver.page.expect_download() as got:
        receiver.page.locator("#files a[download]").first.click()
    assert got.value.path().read_bytes() in (LINES, picture())
    receiver.page.get_by_role("link", name=NAMES[1], exact=True).first.click()
    drawn = receiver.page.locator("img.preview")
    assert drawn.evaluate("image => image.decode().then(() => image.naturalWidth)") == 60
    assert receiver.barriers() == ""
    forgive_lost_lines(audience)
