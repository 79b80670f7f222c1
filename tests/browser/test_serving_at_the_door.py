"""At the door with a phone: the line is cut, the page is loaded anew without one, and everything arrives once."""

import pytest
from django.utils import timezone

from collaboration.casefiles.models import CaseFile
from collaboration.service.models import Attempt, Exhibit
from tests.browser.visitors import Visitor, words
from tests.factories import services as make
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTH = 390
LOSE = """() => {  // the portal takes one of each, and its answer does not arrive
  const real = window.fetch, lost = new Set(["/files/", "/finish/", "/door/"]);
  window.fetch = async (address, options) => {
    const answer = await real(address, options), part = [...lost].find((one) => String(address).endsWith(one));
    if (!part || !options || options.method !== "POST") return answer;
    lost.delete(part);
    throw new TypeError("lost");
  };
}"""
CONTROLLED = """() => navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller
  || new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done))).then(() => true)"""
SHELL = """async (words) => {  // one of another language stands there until the new worker has taken over
  for (let tries = 0; tries < 200; tries++) {
    const shell = await caches.match(location.pathname + "shell/");
    if (shell && (await shell.text()).includes(words)) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
  return false;
}"""
KEPT = """() => new Promise((done) => { const asked = indexedDB.open("document-service");
  asked.onsuccess = () => { const all = asked.result.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => { const bytes = all.result.map((one) => new TextDecoder().decode(one.box.data)).join("");
      asked.result.close(); done(JSON.stringify(all.result) + bytes); }; }; })"""
PRESSED_UNTIL = """(words) => { const send = document.getElementById("send-now");
  if (!send.hidden) send.click();
  return document.getElementById("entries").textContent.includes(words); }"""
DRAFTED = """() => document.querySelector("#door").dataset.drafted === "yes" """


def _fill(phone: Visitor, **more: str) -> None:
    page = phone.page
    page.locator("[name=manner][value=left]").check()
    page.locator("[name=result][value=served]").check()
    for name, value in {**make.OFFICERS, **make.SAID["left"], **more}.items():
        page.fill(f"[name={name}]", value)
    for name, colour in (("receipt", "white"), ("scene", "black"), ("scene", "red")):
        files = [{"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": make.picture(colour)}]
        page.set_input_files(f"#files_{name}", files)
        page.locator(f"[data-taken={name}] li", has_text=f"{colour}.jpg").wait_for()


def _kept_for_no_line(phone: Visitor) -> str:
    """Open pages are in the hands of the worker, and it has the form in this language."""
    words_of_shell = phone.say(
        "There is no connection. What you record stays on this phone and is sent when there is one; "
        "whom to serve is shown again then."
    )
    phone.page.locator("#door[data-ready]").wait_for()
    phone.page.evaluate(CONTROLLED)
    assert phone.page.evaluate(SHELL, words_of_shell)
    return words_of_shell


def test_a_phone_without_a_line_loses_nothing_and_tells_nobody_else(audience):
    asking, asked = make_actor("320100"), make_actor("340100")
    service = make.begin(asking, asked)
    phone = audience.visitor(asked, width=WIDTH)
    page, line, door = phone.page, phone.page.context, f"/service/{service.public_id}/door/"
    phone.go(door)
    assert phone.overhang() <= 0 and not phone.barriers()
    page.locator("#door button.primary").click()
    phone.reads("Something is missing; see the sentences beside the fields.")
    shell = _kept_for_no_line(phone)

    line.set_offline(True)
    _fill(phone, witness="")
    page.wait_for_function(DRAFTED)
    page.reload()
    page.get_by_text(shell).wait_for()
    page.locator("[data-taken=scene] li").nth(1).wait_for()
    assert phone.overhang() <= 0 and not phone.barriers()
    assert page.input_value("[name=refusal]") == make.SAID["left"]["refusal"]
    page.fill("[name=witness]", make.SAID["left"]["witness"])
    page.locator("#door button.primary").click()
    page.locator("#entries .pill", has_text=phone.say("Not sent")).wait_for()
    assert make.SAID["left"]["refusal"] not in page.evaluate(KEPT)
    with as_owner():
        assert not Attempt.objects.exists()

    page.evaluate(LOSE)
    with page.expect_response("**/files/"):
        line.set_offline(False)
    sent = words("Sent", phone.language, "state of a record on the phone")
    page.wait_for_function(PRESSED_UNTIL, arg=sent, polling=200)
    page.locator("#entries .pill", has_text=sent).wait_for()
    with as_owner():
        assert (Attempt.objects.count(), Exhibit.objects.count(), CaseFile.objects.count()) == (1, 3, 3)
        assert all(one.taken_at for one in Exhibit.objects.all())
        assert Attempt.objects.get().happened_at <= timezone.now()
    _and_the_next_person_reads_nothing(audience, phone, door, asked, make_actor("340100"))
    lost = ("ERR_", "WebSocket", "Failed to fetch")
    audience.complaints[:] = [one for one in audience.complaints if not any(word in one for word in lost)]


def _and_the_next_person_reads_nothing(audience, phone: Visitor, door: str, first, second) -> None:
    """Signed out with a record that waits: it stays, locked, and is sent when its person is back."""
    line, address = phone.page.context, f"https://{phone.host}:{phone.port}"
    line.add_cookies([{"name": "language", "value": "en", "url": address}])
    phone.language = "en"
    phone.go(door)
    shell = _kept_for_no_line(phone)
    line.set_offline(True)
    phone.page.reload()
    phone.page.get_by_text(shell).wait_for()
    phone.page.locator("#door[data-ready]").wait_for()
    assert phone.overhang() <= 0 and not phone.barriers()
    phone.page.locator("[name=manner][value=direct]").check()
    phone.page.locator("[name=result][value=failed]").check()
    phone.page.locator("[name=failure]").select_option("absent")
    for name, value in {**make.OFFICERS, **make.SAID["failed"]}.items():
        phone.page.fill(f"[name={name}]", value)
    phone.page.locator("#door button.primary").click()
    phone.page.locator("#entries .pill", has_text=phone.say("Not sent")).wait_for()
    phone.page.close()
    line.set_offline(False)

    phone.page = audience.also(line)
    phone.go("/")
    asked_for = []
    phone.page.on("dialog", lambda dialog: (asked_for.append(dialog.message), dialog.accept()))
    phone.page.locator("summary.person").click()
    phone.press("Sign out")
    phone.page.wait_for_url("**/accounts/**")
    assert len(asked_for) == 1 and asked_for[0].startswith("1 ")
    for actor, attempts in ((second, 1), (first, 2)):
        line.add_cookies([{"name": "__Host-sid", "value": audience.portal.sign_in(actor), "url": address}])
        phone.go(door)
        if actor is second:
            phone.page.locator("#others", has_text="1 records").wait_for()
            assert not phone.page.locator("#entries li").count()
        else:
            phone.page.locator("#entries .pill.green").nth(1).wait_for()
        with as_owner():
            assert Attempt.objects.count() == attempts
