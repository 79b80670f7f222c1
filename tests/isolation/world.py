"""A small world full of canaries: random words in everything that units keep, each with the units that may read it."""

import re
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.approval.workflow import deciding as approving
from collaboration.approval.workflow import gathering, submitting
from collaboration.approval.workflow.findings import Found
from collaboration.archive import workflow as archiving
from collaboration.archive.models import Item
from collaboration.assistance.models import AssistanceRequest
from collaboration.casefiles.models import CaseFile, Unfinished
from collaboration.consultation.models import Comment, Consultation
from collaboration.deadlines import agreeing
from collaboration.deadlines.models import Deadline
from collaboration.dispatch.models import Dispatch
from collaboration.dispatch.workflow import To, ask
from collaboration.document_templates.workflow import Contents
from collaboration.document_templates.workflow import make as make_template
from collaboration.documents.models import (
    Answer,
    Counterpart,
    Evidence,
    JointDocument,
    Kind,
    Opinion,
    PaperSheet,
    Upload,
)
from collaboration.documents.originals import keep_originals
from collaboration.documents.text.blocks import Block, new_block_id
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.workflow import (
    countersigning,
    drafting,
    evidence,
    issuing,
    normative,
    opinions,
    paper,
    registering,
    rounds,
)
from collaboration.documents.workflow import deciding as dispositions
from collaboration.incoming import workflow as incoming
from collaboration.internal.notes import add_note
from collaboration.letters.models import Letter
from collaboration.levels import workflow as levels
from collaboration.levels.models import Decision
from collaboration.levels.workflow import Subject
from collaboration.outgoing.models import Delivery, Webhook
from collaboration.sealing.models import OfdCopy, SealedFile, StandingAuthorisation
from collaboration.service.models import Service
from collaboration.supervision import workflow as supervising
from collaboration.supervision.models import Slip
from collaboration.supervision.urging import note_call
from collaboration.worklist import handing_over
from collaboration.worklist import workflow as house
from collaboration.worklist.models import Waiting
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.factories import documents as make
from tests.factories import registrations, seals
from tests.factories.approvals import give_chain
from tests.factories.authorisations import authorise
from tests.factories.consultations import consulting_on, send_in
from tests.factories.dispatched import TERM, close_file, file_it
from tests.factories.people import make_actor
from tests.ownership import as_owner, as_system

WORD = re.compile("canary[0-9a-f]{12}")
PLACES = ("310000", "320000", "320100", "320102", "340100")  # the last but two share one tenant
ADMINISTRATIONS = (Role.UNIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDITOR, Role.EDITOR)


@dataclass
class World:
    """Who there is, what lies where, and which word may be read by whom."""

    people: dict[str, Actor] = field(default_factory=dict)
    readers: dict[str, frozenset[str]] = field(default_factory=dict)  # canary to the codes of its units
    documents: list[JointDocument] = field(default_factory=list)
    consultations: list[Consultation] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    opinions: list[Opinion] = field(default_factory=list)
    uploads: list[Upload] = field(default_factory=list)
    counterparts: list[Counterpart] = field(default_factory=list)
    sheets: list[PaperSheet] = field(default_factory=list)
    registered: list[JointDocument] = field(default_factory=list)
    templates: list[UUID] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    hand_overs: list[UUID] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    dispatches: list[Dispatch] = field(default_factory=list)
    requests: list[AssistanceRequest] = field(default_factory=list)
    rated: list[AssistanceRequest] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    outside_steps: list[UUID] = field(default_factory=list)
    questions: list[UUID] = field(default_factory=list)
    files: list[CaseFile] = field(default_factory=list)
    unfinished: list[Unfinished] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    levels: list[Decision] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)  # by the digest of its files
    archived: list[UUID] = field(default_factory=list)
    transfers: list[UUID] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    authorisations: list[StandingAuthorisation] = field(default_factory=list)
    certificates: list[str] = field(default_factory=list)
    hooks: list[Webhook] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    mails: list[UUID] = field(default_factory=list)
    shifts: list[int] = field(default_factory=list)
    escalations: list[int] = field(default_factory=list)
    saved: list[int] = field(default_factory=list)
    house_steps: list[int] = field(default_factory=list)
    runs: list[int] = field(default_factory=list)
    findings: list[int] = field(default_factory=list)
    feeds: dict[str, str] = field(default_factory=dict)  # by user name: the private address is its owner's to give away
    invitations: list[UUID] = field(default_factory=list)
    papers: dict[str, set[str]] = field(default_factory=dict)  # addresses of files, with the people who are given them
    opened_by: list[str] = field(default_factory=list)  # steps that open what names persons, for whoever may
    stop: str = ""

    def canary(self, *codes: str) -> str:
        """A fresh word for these units alone."""
        word = f"canary{secrets.token_hex(6)}"
        self.readers[word] = frozenset(codes)
        return word

    def foreign_to(self, actor: Actor | None) -> set[str]:
        """The words that this person must never see; administrations see no content at all, their own unit's either.

        What is theirs to arrange (``"310000 unit_administrator"``) is no content.
        """
        if actor is None or actor.membership.valid_until is not None:
            return set(self.readers)
        code = actor.unit.code
        mine = {code} if actor.handles_content else {f"{code} {role}" for role in actor.membership.roles}
        return {word for word, codes in self.readers.items() if not mine & codes}

    def own_of(self, actor: Actor) -> set[str]:
        """The words this person should meet somewhere."""
        return set(self.readers) - self.foreign_to(actor)


def build() -> World:
    """People of every role in five units; drafts, a running round and a closed one between some of them."""
    world = World()
    for code in PLACES:
        world.people[code] = make_actor(code)
        for role in ADMINISTRATIONS:
            world.people[f"{code} {role}"] = make_actor(code, role)
    world.people["office"] = make_actor("office")
    for role in ADMINISTRATIONS:
        world.people[f"office {role}"] = make_actor("office", role)
    for code in PLACES[:2]:
        scan = {"scan": f"%PDF-1.7 {world.canary(code)}".encode(), "scan_name": f"{world.canary(code)}.pdf"}
        number = f"样授{world.canary(code)}号"
        world.authorisations.append(authorise(world.people[code], title=world.canary(code), number=number, **scan))
        with world.people[code].acting():
            word, *words = (world.canary(code, f"{code} {Role.UNIT_ADMINISTRATOR}") for _ in range(5))
            contents = Contents(word, *words[:3], required=(word,), guidance=words[3])
            world.templates.append(make_template(world.people[code], Kind.LETTER, contents).public_id)
    world.certificates = [seals.registered("310000"), seals.registered("320100")]
    give_chain("320100", "send")
    give_chain("340100", "answer")
    _draft(world, "310000", "320000")
    _approved(world, _draft(world, "320100", "340100"), "320100", "send")
    _round(world, "320102", "340100", closed=False)
    _round(world, "310000", "320100", closed=True)
    _supervise(world, "320000", "320100")
    _issue(world, "340100", "320102", to="320000")
    _ask_above(world, "320102", "340100", "320100")
    _sign(world, "320000", "310000")
    _register(world, "320000", "310000")
    _consult(world, "310000", "320100")
    return world


def _handle_in_the_house(world: World, document: JointDocument, guest: Actor, code: str) -> None:
    """Receive what came, propose, instruct, give its step away and hand it over: every word stays in the unit."""
    colleague = make_actor(code)
    with guest.acting(), act_as_unit(guest):
        entry = incoming.receive(guest, document.matter)
        incoming.register(guest, entry)
        incoming.propose(guest, entry, text=world.canary(code), handling=world.canary(code))
        incoming.instruct(guest, entry, text=world.canary(code))
        incoming.circulate(guest, entry, [colleague.user])
        for step in Waiting.objects.open().filter(matter=document.pk, unit=guest.unit):
            house.give(guest, step, colleague.user, note=world.canary(code))
            world.steps.append(step.pk)
        kept = handing_over.hand_over(guest, colleague.user, guest.user, note=world.canary(code))
        world.hand_overs.append(kept.list_id)


def _sign(world: World, drafter: str, other: str) -> None:
    """A text waits for signatures; one unit has brought the scan of its sheet, which nobody has confirmed."""
    author, guest = world.people[drafter], world.people[other]
    document = _create(world, drafter, other, (drafter, other))
    make.solicit(author, document)
    make.agree([guest], document)
    with author.acting():
        rounds.fix_text(author, make.again(author, document), version=1)
        countersigning.start_countersigning(author, document)
    with guest.acting():
        scan = make.SCAN.replace(b"startxref", f"% {world.canary(other)}\nstartxref".encode())
        world.sheets.append(paper.bring_sheet(guest, document, scan=scan))


def _register(world: World, drafter: str, other: str) -> None:
    """Earlier documents: one that only the registering unit knows yet, one that it has confirmed."""
    author, guest = world.people[drafter], world.people[other]
    for readers in ((drafter,), (drafter, other)):
        mark = world.canary(*readers)
        document = registrations.enter(author, guest, title=f"既往协议{mark}", number=mark, topic=mark[:60])
        world.registered.append(document)
    registrations.confirm(author, document)
    with guest.acting():
        registering.object_to(guest, make.again(guest, document), reason=world.canary(drafter, other))


def _text(world: World, *codes: str) -> list[Block]:
    return [Block(new_block_id(), "p", f"为试验拟写的一段话{world.canary(*codes)}。")]


def _unlike(world: World, *codes: str) -> Block:
    """A paragraph that no comparison takes for another one."""
    return Block(new_block_id(), "p", f"其余条款不作改动，另行书面知照各方{world.canary(*codes)}，并请妥善留存备查。")


def _create(world: World, drafter: str, other: str, readers: tuple[str, ...]) -> JointDocument:
    author = world.people[drafter]
    with author.acting():
        document = drafting.create_document(
            author,
            kind=Kind.JOINT_NOTICE,
            title=f"试验通知{world.canary(*readers)}",
            blocks=_text(world, *readers),
            recipients=f"各单位{world.canary(*readers)}：",
            units=[world.people[other].unit],
        )
        with act_as_unit(author):
            add_note(document.public_id, author, world.canary(drafter))
        world.uploads.append(
            Upload.objects.create(unit=author.unit, user=author.user, name=f"{world.canary(drafter)}.txt", content=b"x")
        )
        world.counterparts.append(
            Counterpart.objects.create(
                document=document,
                version=document.versions.get(),
                unit=author.unit,
                user=author.user,
                name=f"{world.canary(drafter)}.txt",
                state=Counterpart.State.READ,
                content=b"",
                result=Manuscript(title="试验通知", blocks=(_unlike(world, drafter),)).to_json(),
            )
        )
    make.approve_levels(document, world.people[other].unit)
    world.documents.append(document)
    return document


def act_as_unit(actor: Actor) -> AbstractContextManager[None]:
    """Inside the schema of the actor's tenant, as on the desk."""
    return tenant_context(actor.unit.tenant)


def _draft(world: World, drafter: str, other: str) -> JointDocument:
    return _create(world, drafter, other, (drafter,))


def _approved(world: World, document: JointDocument, code: str, word: str) -> None:
    """What the house agrees to on its way to the unit's word; and what must stand behind a normative document."""
    person = world.people[code]
    with person.acting(), act_as_unit(person):
        if document.drafting_unit.code == code:
            normative.set_normative(person, document, is_normative=True)
            paper = {"file": f"%PDF-1.7 {world.canary(code)}".encode(), "file_name": f"{world.canary(code)}.pdf"}
            found = Found("legality", "lawful", timezone.localdate(), world.canary(code), world.canary(code), **paper)
            world.findings.append(normative.record_on(person, make.again(person, document), found).pk)
        run = submitting.submit(person, document.matter, word, comment=world.canary(code))
        step = run.steps.select_related("run").get(position=1)
        approving.add_signer(person, step, person.user, reason=world.canary(code))
        approving.agree(person, step, comment=world.canary(code))
        world.runs.append(run.pk)
        world.house_steps.extend(run.steps.values_list("pk", flat=True))


def _thought(world: World, document: JointDocument, code: str) -> None:
    """What departments think before the unit answers."""
    person = world.people[code]
    with person.acting(), act_as_unit(person):
        run = gathering.ask(person, document.matter, people=[person.user], words=world.canary(code))
        step = run.steps.select_related("run").get()
        words = {"text": world.canary(code), "proposed_text": world.canary(code)}
        gathering.note_opinion(person, step, **words)
        gathering.note_opinion(person, step, **words | {"text": world.canary(code)})
        world.runs.append(run.pk)
        world.house_steps.append(step.pk)


def _round(world: World, drafter: str, other: str, *, closed: bool) -> None:
    document = _create(world, drafter, other, (drafter, other))
    author, guest = world.people[drafter], world.people[other]
    with author.acting():
        rounds.open_round(author, document, due_on=make.in_a_week())
        world.deadlines.append(Deadline.objects.get(waiting__matter=document.pk))
    _handle_in_the_house(world, document, guest, other)
    word = world.canary(*((drafter, other) if closed else (other,)))
    if not closed:
        _thought(world, document, other)
        _approved(world, document, other, "answer")
    with guest.acting():
        current = make.again(guest, document)
        deadline, reason = world.deadlines[-1], world.canary(drafter, other)
        agreeing.propose(guest, deadline, until=deadline.due_at + timedelta(days=1), reason=reason)
        world.opinions.append(opinions.note_opinion(guest, current, text=word))
        if closed:
            opinions.answer(guest, current, outcome=Answer.Outcome.OPINIONS)
        with act_as_unit(guest):
            add_note(document.public_id, guest, world.canary(other))


def _consult(world: World, drafter: str, other: str) -> None:
    """The drafting unit asks the public about a draft; what comes in is for that unit alone."""
    author, guest = world.people[drafter], world.people[other]
    world.consultations.append(consulting_on(author, make.make_draft(author, guest)))
    word = world.canary(drafter)
    world.comments.append(send_in(world.consultations[0], words=f"试验意见{word}", name=world.canary("nobody")))


def _supervise(world: World, superior: str, below: str) -> None:
    """The superior of a party supervises it; the drafting unit telephones."""
    document, leader, city = world.documents[-1], world.people[superior], world.people[below]
    with leader.acting():
        demand = world.canary(superior, below)
        world.slips.append(
            supervising.issue(leader, about=document.public_id, unit=city.unit, demand=demand, due_on=make.in_a_week())
        )
    drafter = world.people["310000"]
    with drafter.acting():
        answer = world.canary("310000", below)
        note_call(drafter, document.matter, unit=city.unit, spoke_with="试验", called_at=timezone.now(), answer=answer)


def _issue(world: World, drafter: str, other: str, *, to: str) -> None:
    """From draft to the recipient, the lead units, of whom one asks, and the county's superior, who is informed.

    What the two said before stays theirs.
    """
    everybody = (drafter, other, "310000", "320000", "320100")
    document = _create(world, drafter, other, everybody)
    author, guest = world.people[drafter], world.people[other]
    document = make.solicit(author, document)
    with guest.acting():
        opinions.note_opinion(guest, make.again(guest, document), text=world.canary(drafter, other))
        opinions.answer(guest, document, outcome=Answer.Outcome.OPINIONS)
    with author.acting():
        opinion = Opinion.objects.get(round__document=document)
        reason = world.canary(drafter, other)
        dispositions.decide(author, document, opinion, outcome="declined", reason=reason)
        rounds.fix_text(author, document, version=1)
        countersigning.start_countersigning(author, document)
    for signer in (author, guest):
        make.sign(signer, document)
    close_file(document)
    with as_owner():
        words = world.canary(drafter, other).encode()
        source = SealedFile.objects.get(matter=document.pk).sha256
        OfdCopy.objects.create(about=document.public_id, source_sha256=source, sha256=store.put(words), size=len(words))
    with author.acting():
        note, recipient = world.canary(drafter, other, to), world.people[to].unit
        paper = To("copy", None, world.canary(drafter, other))
        world.dispatches.append(issuing.issue(author, document, [To("main", recipient), paper], term=TERM, note=note))
    world.dispatches.append(file_it(document))
    lead = world.people["310000"]
    with lead.acting():
        world.queries.append(ask(lead, world.dispatches[-1], text=world.canary("310000", drafter, other)).pk)
    _archive(world, document, author, guest)
    with guest.acting():
        made = evidence.ask_for_evidence(guest, document)
    with as_owner():
        Evidence.objects.filter(pk=made.pk).update(signature=b"x", signed_at=timezone.now())
    world.evidence.append(made.file_sha256)


def _archive(world: World, document: JointDocument, *signers: Actor) -> None:
    """Every signing unit keeps its original, archives, lends and transfers it; who borrows it is its own affair."""
    with as_system():
        keep_originals(document)
    for actor in signers:
        with actor.acting(), act_as_unit(actor):
            code = actor.unit.code
            item = Item.objects.get(about=document.public_id)
            archiving.set_fonds(actor, number=code, name=world.canary(code))
            archiving.archive(actor, item, year=2026, retention="Y", department=world.canary(code))
            day = make.in_a_week()
            archiving.lend(actor, item, borrower=world.canary(code), purpose=world.canary(code), until=day)
            world.archived.append(item.public_id)
            world.transfers.append(archiving.transfer(actor, [item], receiver=world.canary(code)).public_id)


def _ask_above(world: World, county: str, other: str, superior: str) -> None:
    """A county asks its city whether another city may take part; the city says no, with its reason."""
    author, leader = world.people[county], world.people[superior]
    subject = Subject(uuid4(), "document", world.canary(county, superior), world.canary(county, superior))
    with author.acting():
        decision = levels.ask(author, subject, world.people[other].unit)
    with leader.acting():
        levels.decide(leader, decision, outcome="refused", reason=world.canary(county, superior))
    world.levels.append(decision)
