"""A joint notice from pasted text to the archives: every step by its person, in a real browser."""

import httpx
import pytest

from collaboration.documents.models import JointDocument
from collaboration.sealing import register
from collaboration.sealing.authority import Authority
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.browser.visitors import LIVE, Audience, Visitor
from tests.browser.writers import Writer
from tests.factories.approvals import give_chain
from tests.factories.people import PASSWORD, make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SH, JS, ZJ, NANJING = "310000", "320000", "330000", "320100"
TITLE = "关于试行样例台账共享的通知"
TEXT = f"""{TITLE}
各样例单位：
为了试验流程，现就样例台账共享有关事项通知如下。
一、共享范围
（一）台账目录。各单位每季度更新一次样例台账目录。
（二）台账内容。涉及个人信息的内容不在共享之列。
二、工作要求
各单位指定一名联络人，遇有变动及时告知。
"""
ADDED = "台账格式另行通知。"
MARK = """() => {
  const said = one => one.textContent.includes("每季度");
  const paragraph = [...document.querySelectorAll("[data-block] .prose p")].find(said);
  const text = [...paragraph.childNodes].find(said);
  const range = document.createRange(), at = text.textContent.indexOf("每季度");
  range.setStart(text, at);
  range.setEnd(text, at + 3);
  document.getSelection().removeAllRanges();
  document.getSelection().addRange(range);
}"""


def register_seals() -> None:
    with as_owner():
        for unit in Unit.objects.filter(code__in=(SH, JS)):
            register.register(unit, Authority.of_installation().register_unit(unit.code, unit.name))


def draft(author: Visitor) -> str:
    """From pasted text to a draft that Jiangsu is meant to read; its address on the desk."""
    author.go("/documents/new/")
    author.page.check("[name=kind][value=joint_notice]")
    author.page.fill("[name=text]", TEXT)
    author.press("Recognise the structure")
    author.page.locator("textarea[name=title]").wait_for(timeout=LIVE)
    kinds = author.page.locator("select[name=kind]").evaluate_all("all => all.map(one => one.value)")
    assert kinds == ["p", "h1", "h2", "h2", "h1", "p"]
    author.press("Create the draft")
    author.page.fill("main [name=q]", JS)
    author.press("Find")
    author.page.check(f"[name=unit][type=checkbox][value='{JS}']")
    author.press("Add the chosen units")
    author.follow("To the document")
    return author.page.url.split(f":{author.port}")[1]


def of(actor: Actor, path: str) -> JointDocument:
    with actor.acting():
        return JointDocument.objects.with_units().get(matter__public_id=path.strip("/").split("/")[-1])


def write_and_check(audience: Audience, actor: Actor, author: Visitor, path: str) -> None:
    """One more sentence in the editor, then what the portal finds in the text, then the round."""
    writer = Writer(audience, actor, of(actor, path))
    writer.write(len(writer.blocks()) - 1, ADDED)
    writer.is_saved()
    author.go(path)
    author.follow("Proofread")
    author.go(path)
    author.follow("Send for opinions")
    author.press("Send for opinions")
    author.reads("The units are reading. Until the round closes you can see who has answered, but not what.")


def answer_through_the_house(clerk: Visitor, approver: Visitor, path: str) -> None:
    """An opinion on marked words; the unit's own approval; only then the unit has answered."""
    clerk.go(path)
    clerk.follow("Read and give opinions")
    clerk.page.evaluate(MARK)
    clerk.follow("Opinion on the marked words")
    clerk.page.fill("[name=proposed_text]", "每月")
    clerk.press("Note this opinion")
    clerk.press("Submit the opinions")
    clerk.page.locator("footer.house a[href*='/house/']").first.click()  # not before the house has agreed
    clerk.press("Submit for approval")
    approver.go("/")
    approver.page.get_by_role("link", name=TITLE).first.click()
    approver.press("Agree")
    approver.press("Agree")
    clerk.go(f"{path}opinions/")
    clerk.press("Submit the opinions")


def decide_and_start(author: Visitor, path: str) -> None:
    """The proposal is adopted into the text, the text final, Shanghai's signature asked for before Jiangsu's."""
    author.go(path)
    author.follow("Decide on the opinions")
    author.press("Adopt into the text")
    author.follow("To the document")
    author.press("Finalise the text")
    author.follow("Start countersigning")
    author.page.check("[name=order][value=one_by_one]")
    author.press("Start countersigning")


def sign(person: Visitor, path: str) -> None:
    """From the worklist: one click to the matter, one to the text, and the confirmation."""
    person.go("/")
    person.page.get_by_role("link", name=TITLE).first.click()
    person.follow("Read and sign")
    person.confirm("Sign")
    assert person.page.url.endswith(path), person.page.locator("main").inner_text()[:500]


def sign_by_keys(person: Visitor, path: str) -> None:
    """The same two steps and the confirmation, without a mouse."""
    person.go("/")
    person.enter(person.page.get_by_role("link", name=TITLE).first)
    person.enter(person.page.get_by_role("link", name=person.say("Read and sign"), exact=True).first)
    person.enter(person.page.locator("[name=proof_password]"), PASSWORD)
    person.enter(person.page.get_by_role("button", name=person.say("Sign"), exact=True).first)
    assert person.page.url.endswith(path), person.page.locator("main").inner_text()[:500]


def number_and_seal(author: Visitor, keepers: list[Visitor], path: str) -> None:
    author.go(path)
    author.follow("Number and send to be sealed")
    author.page.fill("[name=code_word]", "样城管")
    author.press("Send to be sealed")
    for keeper in keepers:
        keeper.go(path)
        keeper.follow("Read and release the seal")
        keeper.confirm("Release the seal")


def review(person: Visitor, path: str, kind: str, outcome: str) -> None:
    person.go(f"{path}publish/{kind}/")
    person.page.check(f"[name=outcome][value={outcome}]")
    person.press("Record")


def publish(author: Visitor, leader: Visitor, path: str) -> None:
    """The open page learns by itself that the last seal is on; nothing is published before it was reviewed."""
    author.page.reload()
    author.page.get_by_role("link", name=author.say("Publish"), exact=True).first.wait_for(timeout=LIVE)
    review(author, path, "disclosure", "public")
    review(author, path, "risk", "low")
    review(leader, path, "secrecy", "passed")
    author.go(f"{path}publish/")
    author.press("Publish")
    author.reads("The document is published on all sites.")


def fetch(audience: Audience, host: str) -> bytes:
    """A stranger finds the document on this site, opens it and takes its file."""
    stranger = audience.visitor(host=host)
    stranger.go("/documents/")
    stranger.page.get_by_role("link", name=TITLE).first.click()
    stranger.page.locator("h1", has_text=TITLE).wait_for()
    assert stranger.page.get_by_text("样城管〔").first.is_visible()
    link = stranger.page.locator(".doc-tools a[href$='.pdf']")
    link.evaluate("one => { one.download = 'document.pdf' }")  # a browser without a window has nothing to show it in
    with stranger.page.expect_download() as fetched:
        link.click()
    return fetched.value.path().read_bytes()


def check(audience: Audience, name: str, content: bytes) -> Visitor:
    """A stranger hands a file in on the page that checks."""
    stranger = audience.visitor()
    stranger.go("/verify/")
    stranger.page.set_input_files("[name=file]", {"name": name, "mimeType": "application/pdf", "buffer": content})
    stranger.press("Check")
    return stranger


def verdict(audience: Audience, content: bytes) -> str:
    """The same in JSON, as programs ask."""
    answer = httpx.post(
        f"http://127.0.0.1:{audience.portal.port}/verify/",
        headers={"Host": f"portal.localhost:{audience.portal.port}", "Accept": "application/json"},
        files={"file": ("file.pdf", content, "application/pdf")},
    )
    return answer.json()["verdict"]


def issue(author: Visitor, recipient: Visitor, path: str) -> None:
    """Sent to Nanjing, which signs for it; the drafting unit reads that it has."""
    author.go(f"{path}issue/")
    author.page.fill("main [name=q]", NANJING)
    author.press("Find")
    author.press_in("li", "南京", "As main recipient")
    author.press("Issue now")
    recipient.go("/incoming/")
    recipient.press_in("tr", TITLE, "Receive")
    author.go(path)
    author.page.locator("li", has_text="南京").get_by_text(author.say_in("addressee", "Received")).wait_for()


def acknowledge(lead: Visitor) -> None:
    """The portal filed it with the lead unit that did not sign."""
    lead.go("/dispatch/filed/")
    lead.page.get_by_role("link", name=TITLE).first.click()
    lead.press("Acknowledge")
    lead.page.get_by_role("button", name=lead.say("Acknowledge"), exact=True).wait_for(state="detached")


def archive(author: Visitor) -> None:
    """The original lies in the unit's archive already; it gets its number there."""
    author.go("/archive/fonds/")
    author.page.fill("[name=number]", "Y012")
    author.page.fill("[name=name]", "样例全宗")
    author.press("Save")
    author.go("/archive/")
    author.page.get_by_role("link", name=TITLE).first.click()
    author.page.fill("[name=department]", "样例处")
    author.press("Archive it")
    author.page.get_by_text("Y012").first.wait_for()


def test_five_people_bring_a_notice_from_its_first_word_to_the_archives(audience):
    for worker in ("parser", "sealer"):
        audience.portal.start_worker(worker)
    register_seals()
    give_chain(JS, "answer")
    drafter, clerk = make_actor(SH, Role.HANDLER, Role.LIAISON), make_actor(JS, Role.HANDLER)
    leader = make_actor(SH, Role.SIGNATORY, Role.SEAL_KEEPER)
    approver = make_actor(JS, Role.APPROVER, Role.SIGNATORY, Role.SEAL_KEEPER)
    author = audience.visitor(host="desk.portal.localhost")
    author.sign_in_with_password(drafter)
    at_js, chief, of_js = (audience.visitor(one) for one in (clerk, leader, approver))

    path = draft(author)
    write_and_check(audience, drafter, author, path)
    answer_through_the_house(at_js, of_js, path)
    decide_and_start(author, path)
    sign(chief, path)
    sign_by_keys(of_js, path)
    number_and_seal(author, [chief, of_js], path)
    publish(author, chief, path)

    content = fetch(audience, "portal.localhost")
    assert fetch(audience, "js.portal.localhost") == content
    check(audience, "signed.pdf", content).reads("This file is exactly what was signed, and it is in force.")
    altered = content[:2000] + bytes([content[2000] ^ 1]) + content[2001:]
    tampered = "This file has been tampered with: it carries signatures, but not over what it shows."
    check(audience, "altered.pdf", altered).reads(tampered)
    assert (verdict(audience, content), verdict(audience, altered)) == ("genuine", "altered")

    issue(author, audience.visitor(make_actor(NANJING)), path)
    acknowledge(audience.visitor(make_actor(ZJ)))
    archive(author)
