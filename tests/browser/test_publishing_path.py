"""A joint notice from pasted text to a stranger who checks its file: every step by its person, in a real browser."""

import httpx
import pytest

from collaboration.documents.models import JointDocument
from collaboration.sealing import register
from collaboration.sealing.authority import Authority
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.browser.visitors import LIVE, Audience, Visitor
from tests.factories.clearances import clear
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CODES = ("310000", "320000", "330000", "340000")
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


def staff(role: Role) -> list:
    """Somebody with this role in each of the four units."""
    return [make_actor(code, role) for code in CODES]


def register_seals() -> None:
    with as_owner():
        for unit in Unit.objects.filter(code__in=CODES):
            register.register(unit, Authority.of_installation().register_unit(unit.code, unit.name))


def draft(author: Visitor) -> str:
    """From pasted text to a text that was sent to the other three; the document's address on the desk."""
    author.go("/documents/new/")
    author.page.check("[name=kind][value=joint_notice]")
    author.page.fill("[name=text]", TEXT)
    author.press("Recognise the structure")
    author.page.locator("textarea[name=title]").wait_for(timeout=LIVE)
    kinds = author.page.locator("select[name=kind]").evaluate_all("all => all.map(one => one.value)")
    assert kinds == ["p", "h1", "h2", "h2", "h1", "p"]
    author.press("Create the draft")
    author.press("Add all of them")
    author.follow("Send it for opinions")
    author.press("Send for opinions")
    author.reads("The units are reading. Until the round closes you can see who has answered, but not what.")
    return author.page.url.split(f":{author.port}")[1]


def give_opinions(first: Visitor, others: list[Visitor], path: str) -> None:
    first.go(path)
    first.follow("Read and give opinions")
    first.page.locator(".paragraph a.button").nth(2).click()
    first.page.fill("[name=text]", "样例台账宜每月更新。")
    first.press("Note this opinion")
    first.press("Submit the opinions")
    for other in others:
        other.go(path)
        other.follow("Read and give opinions")
        other.press("No opinion")


def decide_and_fix(author: Visitor, path: str) -> None:
    author.go(path)
    author.follow("Decide on the opinions")
    author.page.check("input[value=declined]")
    author.page.fill("textarea[name$=reason]", "每季度已经足够，到期再看。")
    author.press("Decide")
    author.follow("To the document")
    author.press("Finalise the text")
    author.follow("Start countersigning")
    author.press("Start countersigning")


def confirm_each(people: list[Visitor], path: str, door: str, act: str) -> None:
    """Everybody opens the document, reads, confirms who they are and acts."""
    for person in people:
        person.go(path)
        person.follow(door)
        person.confirm(act)
        assert person.page.url.endswith(path), person.page.locator("main").inner_text()[:500]


def number_and_send(author: Visitor, path: str) -> None:
    author.go(path)
    author.follow("Number and send to be sealed")
    author.page.fill("[name=code_word]", "样城管")
    author.press("Send to be sealed")


def publish(author: Visitor, actor: Actor, path: str) -> None:
    """The open page learns by itself that the last seal is on; nothing is published before it was reviewed."""
    author.follow("Publish", patience=LIVE)
    with actor.acting():
        document = JointDocument.objects.with_units().get(matter__public_id=path.strip("/").split("/")[-1])
    clear(actor, document)
    author.page.reload()
    author.press("Publish now")
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


def test_four_units_publish_a_notice_and_a_stranger_checks_its_file(audience):
    for worker in ("parser", "sealer"):
        audience.portal.start_worker(worker)
    register_seals()
    handlers = staff(Role.HANDLER)
    author = audience.visitor(host="desk.portal.localhost")
    author.sign_in_with_password(handlers[0])
    first, *others = (audience.visitor(handler) for handler in handlers[1:])

    path = draft(author)
    give_opinions(first, others, path)
    decide_and_fix(author, path)
    signatories = [audience.visitor(one) for one in staff(Role.SIGNATORY)]
    confirm_each(signatories, path, "Read and sign", "Sign")
    number_and_send(author, path)
    keepers = [audience.visitor(one) for one in staff(Role.SEAL_KEEPER)]
    confirm_each(keepers, path, "Read and release the seal", "Release the seal")
    publish(author, handlers[0], path)

    content = fetch(audience, "portal.localhost")
    assert fetch(audience, "zj.portal.localhost") == content
    check(audience, "signed.pdf", content).reads("This file is exactly what was signed, and it is in force.")
    altered = content[:2000] + bytes([content[2000] ^ 1]) + content[2001:]
    check(audience, "altered.pdf", altered).reads(
        "This file has been tampered with: it carries signatures, but not over what it shows."
    )
    assert (verdict(audience, content), verdict(audience, altered)) == ("genuine", "altered")
