"""Every kind of request goes its whole way, clicked by the people of both units and their superiors.

Three kinds are walked in Chinese on a desk and two in English on a phone; with PORTAL_PROVE every kind in both
languages and at both widths, and every letter is sealed.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from collaboration.assistance.catalogue.questions import PAPER, Question, load
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.casefiles import checking
from collaboration.casefiles.models import CaseFile
from collaboration.casefiles.models import State as CaseFileState
from collaboration.letters.models import Letter, Practice, Sort
from collaboration.service.models import Service
from collaboration.transfers.models import Filing, Report, Stage
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.browser.looking import PROVE
from tests.browser.visitors import LIVE, Audience, words
from tests.browser.walkers import Walker
from tests.factories import letters, services
from tests.factories.casefiles import keep
from tests.factories.people import at_home, make_actor, make_user
from tests.factories.requests import version_of
from tests.factories.sealed import register_seals
from tests.ownership import as_owner
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.one_portal]
CITY, COUNTY, HEFEI, PROVINCE = "320100", "320102", "340100", "320000"
SCAN = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 %%EOF"}
SEEN: dict[tuple[int, str], set[str]] = {}  # kinds of page that axe has examined, by the look of the window


class Way:
    """One request on its way: who takes part, one after the other at the same window, and how they see the portal."""

    def __init__(self, audience: Audience, kind: str, asking: str, width: int, language: str, *, sealed: bool) -> None:
        self.audience, self.kind, self.asking, self.sealed = audience, kind, asking, sealed
        self.language, self.width = language, width
        self.people: dict[tuple[str, Role], Actor] = {}
        self.version = version_of(kind)
        self.by_letter = self.version.goes_by_letter
        with as_owner():
            units = Practice.objects.filter(unit__code__in=(asking, HEFEI))
            units.update(by_letter=self.by_letter, is_sealed=sealed)
        visitor = audience.visitor(host="desk.portal.localhost", width=width, language=language)
        self.walker = Walker(visitor, SEEN.setdefault((width, language), set()))

    def actor(self, code: str, role: Role = Role.HANDLER) -> Actor:
        """Somebody of this unit who does just this; always the same."""
        if (code, role) not in self.people:
            name = f"Person{len(self.people)}" if self.language == "en" else "样例人员"
            self.people[code, role] = make_actor(code, role, user=make_user(name=name))
        return self.people[code, role]

    def person(self, code: str, role: Role = Role.HANDLER) -> Walker:
        """That person at the window, before any page."""
        self.walker.page.goto("about:blank")
        self.audience.become(self.walker.visitor, self.actor(code, role))
        return self.walker

    @property
    def request(self) -> AssistanceRequest:
        with as_owner():
            return AssistanceRequest.objects.with_units().get(kind_version=self.version, title=self.title)

    @property
    def title(self) -> str:
        return f"Sample {self.kind} {self.width}" if self.language == "en" else f"样例事项{self.kind}{self.width}"

    @property
    def questions(self) -> list[Question]:
        return load(self.version.questions)

    @property
    def proof(self) -> list[Question]:
        return load(self.version.proof)


def draft(way: Way) -> None:
    """From what is needed and whom one asks to a draft with every question answered."""
    clerk = way.person(way.asking)
    clerk.go("/assistance/new/")
    clerk.open(f"main a[href$='/new/{way.kind}/']")
    clerk.fill(q=HEFEI)
    clerk.press("Find")
    clerk.open(f"main a.button[href$='/{HEFEI}/']")
    day = (timezone.localdate() + timedelta(days=30)).isoformat()
    clerk.fill(title=way.title, wanted_on=day, contact_phone="025-7654321")
    if way.kind == "judicial":
        clerk.fill(outside="Sample police" if way.language == "en" else "样例公安机关")
    clerk.answer(one for one in way.questions if one.type != PAPER)
    clerk.press("Save the draft and go on")
    if way.kind == "service":
        name = "Sample photograph.png" if way.language == "en" else "样例照片.png"
        keep(way.actor(way.asking), way.request.matter, name=name)
        clerk.go(clerk.path)


def write_letter(way: Way, code: str, label: str, proof: list[Question]) -> Letter:
    """The handler writes and submits, the signatory signs, the seal keeper releases; the portal makes the file."""
    clerk, request = way.person(code), way.request
    clerk.go(f"/assistance/{request.public_id}/")
    clerk.follow(label)
    clerk.answer(proof)
    clerk.fill(code_word="样例函")
    clerk.press("Save the letter")
    clerk.press("Submit for the signature")
    with as_owner():
        letter = Letter.objects.with_units().get(request=request, matter__drafting_unit__code=code)
    signatory = way.person(code, Role.SIGNATORY)
    signatory.take_up(letter.public_id)
    signatory.follow("Read and sign")
    signatory.sign("Sign the letter")
    if way.sealed:
        keeper = way.person(code, Role.SEAL_KEEPER)
        keeper.take_up(letter.public_id)
        keeper.follow("Release the seal")
        keeper.sign("Release the seal")
    return letter


def have_letter(way: Way, code: str, label: str, proof: list[Question]) -> Walker:
    """The unit's letter, clicked where that is walked here, and the handler in front of it once it is ready."""
    if way.kind in CLICKED:
        letter = write_letter(way, code, label, proof)
    else:
        sort = "service" if proof and way.kind == "service" else "reply" if proof else "request"
        handler, signatory = way.actor(code), way.actor(code, Role.SIGNATORY)
        answers = {one.name: way.walker.words_for(one) for one in proof}
        answers |= {one.name: one.choices[0][0] for one in proof if one.choices}
        answers |= {one.name: {"without": way.walker.words_for(one)} for one in proof if one.type == PAPER}
        drafted = letters.write(handler, way.request, Sort(sort), sealed=way.sealed, answers=answers)
        letter = letters.sign(handler, signatory, drafted)
    clerk = way.person(code)
    clerk.go(f"/letters/{letter.public_id}/")
    clerk.page.locator("main a[href$='/file/']").first.wait_for(timeout=LIVE)
    return clerk


def send(way: Way) -> None:
    """With its letter, where the kind goes by letter; across levels to the superior, who lets it pass."""
    is_across = way.asking == COUNTY
    label = "Letter of transfer" if way.kind in ("transfer", "judicial") else "Letter of request"
    clerk = have_letter(way, way.asking, label, []) if way.by_letter else way.walker
    if way.by_letter:
        clerk.follow("Check and send")
    clerk.answer(one for one in way.questions if one.type == PAPER)
    clerk.press("Send it to the superior unit" if is_across else "Send")
    if is_across:
        superior = way.person(CITY, Role.APPROVER)
        superior.take_up(way.request.public_id)
        superior.follow("Decide across levels")
        superior.press("Confirm the decision")


def accept(way: Way) -> None:
    clerk = way.person(HEFEI)
    clerk.take_up(way.request.public_id)
    clerk.press("Sign for it")
    clerk.press("Accept")


def reply(way: Way) -> None:
    """With what the kind asks as proof of completion."""
    if way.by_letter:
        have_letter(way, HEFEI, "Reply by letter", way.proof).press("Send out the letter")
    else:
        clerk = way.person(HEFEI)
        clerk.go(f"/assistance/{way.request.public_id}/")
        clerk.follow("Reply")
        clerk.answer(way.proof)
        clerk.press("Send the reply")


def close(way: Way) -> None:
    """The reply is confirmed, the help rated."""
    clerk = way.person(way.asking)
    clerk.take_up(way.request.public_id)
    clerk.press("Confirm the reply")
    for name in ("timeliness", "effort"):
        clerk.page.locator(f"main [name={name}]").first.check()
    clerk.press("Rate the help")
    clerk.page.locator("#rating dl").wait_for()


def serve(way: Way) -> None:
    """At the door with the phone, then the sealed proof, which the entrusting unit opens."""
    clerk = way.walker
    clerk.press("Begin to serve")
    clerk.follow("Record service")
    page = clerk.page
    page.locator("[name=manner][value=direct]").check()
    page.locator("[name=result][value=served]").check()
    page.select_option("[name=relation]", "本人")
    said = {name: value for name, value in services.SAID["direct"].items() if name != "relation"}
    clerk.fill(**services.OFFICERS, **said)
    photograph = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": services.picture()}
    page.set_input_files("#files_receipt", [photograph])
    page.locator("#door button.primary").click()
    sent = words("Sent", way.language, "state of a record on the phone")
    page.locator(f"#entries .pill:text-is({sent!r})").wait_for()
    with at_home(way.actor(HEFEI)):  # what the parser does meanwhile
        for file in CaseFile.objects.filter(state=CaseFileState.WAITING):
            checking.check(file.public_id)
    request = way.request
    with as_owner():
        path = f"/service/{Service.objects.get(request=request).public_id}/"
    clerk.go(path)
    clerk.follow("Make out the proof of service")
    clerk.press("Make it out")
    keeper = way.person(HEFEI, Role.SEAL_KEEPER)
    keeper.take_up(path)
    keeper.follow("Release the seal")
    keeper.sign("Release the seal")
    entrusting = way.person(way.asking)
    entrusting.go(path)
    entrusting.visitor.reads(
        "The sealed proof names the recipient: open the personal data, then it can be read.", patience=LIVE
    )
    entrusting.press("Open personal data")
    proof = entrusting.page.get_by_role("link", name=entrusting.say("Sealed proof of service"))
    kind = "async one => (await fetch(one.href)).headers.get('content-type')"
    assert proof.evaluate(kind) == "application/pdf"


def transfer(way: Way) -> None:
    """The list is signed by both sides, the case reported back to its end; the province takes note of it."""
    sender = way.person(way.asking)
    sender.take_up(way.request.public_id)
    sender.follow("Write and sign the hand-over list")
    sender.press("Go on to sign")
    sender.sign("Sign")
    taker = way.person(HEFEI)
    taker.take_up(way.request.public_id)
    taker.follow("Check the hand-over list")
    taker.sign("Sign")
    for stage in Stage:
        taker.open(f"main a[href$='/{way.request.public_id}/report/']")
        if stage is Stage.DECIDED:
            taker.page.check("[name=outcome][value=filed]")
        if stage in (Stage.DECIDED, Stage.HANDLED):
            taker.fill(case_number="2026-7")
        taker.fill(text=taker.words_for(way.proof[0]))
        taker.press("Report back")
    request = way.request
    with as_owner():
        assert Report.objects.filter(request=request).count() == len(Stage)
    province = way.person(PROVINCE)
    province.go("/transfers/filed/")
    province.open("main td.main a.title")
    province.press("Acknowledge the case")
    with as_owner():
        assert Filing.objects.exclude(acknowledged_by="").exists()


def prosecute(way: Way) -> None:
    """Every step with the police and the procuratorate, with its paper."""
    clerk = way.walker
    for sort in ("decided", "handed_over", "copied", "receipt", "filed"):
        clerk.follow("Record a step")
        clerk.page.select_option("[name=sort]", sort)
        clerk.page.set_input_files("[name=file]", [SCAN])
        clerk.press("Record it")


def converse(way: Way) -> None:
    """Progress is told, a question asked and answered."""
    asked = way.walker
    asked.follow("Report progress")
    asked.fill(text=asked.words_for(way.proof[0]))
    asked.press("Report")
    asked.follow("Ask the other side")
    asked.fill(text=asked.words_for(way.proof[0]))
    asked.press("Ask")
    asking = way.person(way.asking)
    asking.take_up(way.request.public_id)
    asking.follow("Answer")
    asking.fill(text=asking.words_for(way.proof[0]))
    asking.press("Answer")


PROOFS: dict[str, tuple[Callable[[Way], None], ...]] = {
    "evidence": (converse,),
    "service": (serve,),
    "determination": (),
    "enquiry": (converse,),
    "files": (),
    "lead": (),
    "transfer": (transfer,),
    "support": (),
    "judicial": (prosecute,),
}
ASKING = {"evidence": COUNTY}  # across levels; the others go straight
DESK, PHONE = (1280, "zh-hans"), (390, "en")
ON_THE_DESK, ON_THE_PHONE = ("evidence", "service", "transfer"), ("lead", "judicial")
SEALED = set(PROOFS) if PROVE else {"evidence"}
CLICKED = set(PROOFS) if PROVE else {"evidence"}  # the letters of the others are there already
LOOKS = (
    product(PROOFS, (DESK, PHONE, (1280, "en"), (390, "zh-hans")))
    if PROVE
    else [*((kind, DESK) for kind in ON_THE_DESK), *((kind, PHONE) for kind in ON_THE_PHONE)]
)


@pytest.mark.parametrize(("kind", "look"), LOOKS)
def test_a_kind_goes_its_whole_way(audience: Audience, portal: Server, kind: str, look: tuple[int, str]) -> None:
    register_seals(CITY, COUNTY, HEFEI)
    if "sealer" not in portal.processes:
        portal.start_worker("sealer")
    way = Way(audience, kind, ASKING.get(kind, CITY), *look, sealed=kind in SEALED)

    for part in (draft, send, accept, *PROOFS[kind], reply, close):
        part(way)

    assert way.request.status == Status.CLOSED
    assert way.walker.faults == [], "\n".join(way.walker.faults)
