"""A document signed before the portal is registered with its scan, confirmed by a signatory, never sealed anew."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.documents import acts, notifications, rules
from collaboration.documents.models import JointDocument, Kind, Objection, Registration, Status, Upload, Version
from collaboration.documents.registered import digest_of
from collaboration.documents.text.blocks import Block
from collaboration.documents.wording import Wording, check_lines
from collaboration.documents.workflow.taking import move, take_up
from collaboration.documents.workflow.versions import latest
from collaboration.errors import NotAllowed, Stale, WorkflowError, WrongState
from collaboration.matters.models import Classification, Matter
from collaboration.matters.record import record
from collaboration.publication.models import PublishedDocument, Validity
from collaboration.sealing.check_codes import new_check_code
from collaboration.worklist import waiting
from tenants.db.definer import Refusals, call
from tenants.files import store
from tenants.files.scans import LARGEST, PDF, type_of_scan
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role
from tenants.units.models import Unit

ACT = "document.confirm_registration"
STEP = "confirm_registration"
REFUSALS: Refusals = {
    "DR001": (NotAllowed, gettext_lazy("Only a signatory of a unit named under the document confirms it.")),
    "DR002": (WrongState, gettext_lazy("Your unit has confirmed this registration already.")),
}


@dataclass(frozen=True)
class Facts:
    """What the paper says: the units in its order with their names of that day, number, dates, validity."""

    kind: str
    title: str
    units: Sequence[tuple[Unit, str]]
    dated_on: datetime.date
    in_force_from: datetime.date
    number: str = ""
    topic: str = ""
    in_force_until: datetime.date | None = None
    validity: str = Validity.IN_FORCE
    validity_since: datetime.date | None = None
    successor: PublishedDocument | None = None
    reason: str = ""

    def check(self, actor: Actor) -> None:
        """Refuse what cannot be; the sentence says what to change."""
        check_lines([self.title, self.number, self.topic, self.reason], 0)
        if actor.unit not in [unit for unit, _name in self.units]:
            raise WorkflowError(_("Your unit registers only documents that it signed itself."))
        if len({unit.pk for unit, _name in self.units}) < len(self.units):
            raise WorkflowError(_("A unit is named twice."))
        if self.validity != Validity.IN_FORCE and self.validity_since is None:
            raise WorkflowError(_("Say from which day on it is no longer in force as it was signed."))
        if self.validity != Validity.IN_FORCE and self.successor is None and not self.reason.strip():
            raise WorkflowError(_("Name what amended or repealed it, or the reason why it ended."))

    @property
    def issuers(self) -> list[dict[str, str]]:
        """The units as they stand under the text."""
        return [{"code": unit.code, "name": name, "name_en": unit.name_en} for unit, name in self.units]

    def entered(self) -> dict[str, Any]:
        """The columns of its registration."""
        is_over = self.validity != Validity.IN_FORCE
        return {
            "number": self.number.strip(),
            "units": [unit.pk for unit, _name in self.units],
            "in_force_from": self.in_force_from,
            "in_force_until": self.in_force_until,
            "validity": self.validity,
            "validity_since": self.validity_since if is_over else None,
            "successor": self.successor if is_over else None,
            "reason": self.reason.strip() if is_over else "",
        }


@transaction.atomic
def register(
    actor: Actor, facts: Facts, *, scan: bytes, blocks: Sequence[Block] = (), upload: Upload | None = None
) -> JointDocument:
    """Enter a document with its scan, and its text where there is one; until it is confirmed only the unit sees it."""
    if not actor.has(Role.HANDLER) or not actor.unit.level:
        raise NotAllowed(_("Only a handler of a unit that signed it can register a document."))
    facts.check(actor)
    matter = Matter.objects.create(
        kind=acts.KIND, drafting_unit=actor.unit, state=Status.DRAFT, classification=Classification.ORDINARY
    )
    document = JointDocument.objects.create(
        matter=matter, kind=Kind(facts.kind), title=facts.title, topic=facts.topic, issued_on=facts.dated_on
    )
    _write(actor, document, facts, blocks, number=1)
    Registration.objects.create(
        document=document, check_code=new_check_code(), entered_by=actor.user, **facts.entered(), **_kept(scan)
    )
    if upload is not None:
        upload.document, upload.content = document, b""
        upload.save(update_fields=["document", "content"])
    return _ask(document, "registered")


@transaction.atomic
def change(actor: Actor, document: JointDocument, facts: Facts, *, scan: bytes | None = None) -> JointDocument:
    """Correct what was entered, while nobody has confirmed it."""
    document = take_up(actor, document, rules.CHANGE_REGISTRATION)
    facts.check(actor)
    document.kind, document.title, document.topic = Kind(facts.kind), facts.title, facts.topic
    document.issued_on = facts.dated_on
    document.save(update_fields=["kind", "title", "topic", "issued_on"])
    before = latest(document)
    _write(actor, document, facts, [Block.from_json(one) for one in before.blocks], number=before.number + 1)
    given = facts.entered() | (_kept(scan) if scan else {})
    for name, value in given.items():
        setattr(document.registration, name, value)
    document.registration.save(update_fields=list(given))
    waiting.done(document.matter, step=STEP)
    return _ask(document, "registration_changed")


def _kept(scan: bytes) -> dict[str, Any]:
    if type_of_scan(scan) != PDF:
        raise WorkflowError(_("The scan has to be a whole PDF file."))
    if len(scan) > LARGEST:
        raise WorkflowError(_("The scan is larger than 20 MB."))
    return {"scan_sha256": store.put(scan), "scan_size": len(scan)}


def _write(actor: Actor, document: JointDocument, facts: Facts, blocks: Sequence[Block], *, number: int) -> Version:
    """The text, be it none, with the units under it; what everybody's confirmation names by its digest."""
    wording = Wording.settled(title=facts.title, blocks=blocks)
    if wording.blocks:
        wording.check()
    digest = wording.digests(document.kind, facts.issuers)
    return Version.objects.create(
        document=document, number=number, title=wording.title, recipients=wording.recipients,
        blocks=[block.to_json() for block in wording.blocks], issuers=facts.issuers, content_hash=digest.sha256,
        content_hash_sm3=digest.sm3, author=actor.user,
    )  # fmt: skip


def _ask(document: JointDocument, act: str) -> JointDocument:
    move(document, Status.REGISTERING)
    waiting.open_step(document.matter, unit=document.drafting_unit, role=Role.SIGNATORY, step=STEP)
    record(document.matter, act, scan=document.registration.scan_sha256)
    notifications.registered(document, act)
    return document


def subject_of(document: JointDocument) -> Subject:
    """What a confirmation is bound to: the scan and every particular."""
    version = latest(document)
    return Subject(ACT, document.public_id, version.number, digest_of(document, version), Role.SIGNATORY)


@transaction.atomic
def confirm(actor: Actor, document: JointDocument, *, digest: str, prove: Prove) -> JointDocument:
    """The registering unit's word makes it a document of the portal; that of every other unit named is added to it."""
    is_first = document.status is Status.REGISTERING
    document = take_up(actor, document, rules.CONFIRM_REGISTRATION if is_first else rules.ANSWER_REGISTRATION)
    subject = subject_of(document)
    if digest != subject.content_hash:
        raise Stale(_("The registration has changed since you opened it. Read it again before you confirm."))
    proof = prove(subject)
    waiting.done(document.matter, step=STEP)
    given = [document.public_id, actor.user.name, proof.method, rfc8785.dumps(proof.evidence).decode()]
    call("confirm_registration(%s, %s, %s, %s)", given, REFUSALS)
    document = JointDocument.objects.with_units().get(pk=document.pk)
    act = "registration_confirmed" if is_first else "registration_agreed"
    entered = document.registration
    record(document.matter, act, statement=digest, file=entered.scan_sha256, method=proof.method)
    if is_first:
        notifications.registration_confirmed(document)
    else:
        notifications.registration_answered(document, act)
    return document


@transaction.atomic
def object_to(actor: Actor, document: JointDocument, *, reason: str) -> Objection:
    """A unit named under it says that this is not what it signed: it is not published until that is cleared up."""
    document = take_up(actor, document, rules.ANSWER_REGISTRATION)
    if not reason.strip():
        raise WorkflowError(_("Say what is wrong with the registration."))
    if has_spoken(actor, document):
        raise WrongState(_("Your unit has given its word on this registration already."))
    made = Objection.objects.create(
        document=document, unit=actor.unit, user=actor.user, user_name=actor.user.name, reason=reason.strip()
    )
    record(document.matter, "registration_objected", texts={"reason": made.reason})
    notifications.registration_answered(document, "registration_objected")
    return made


def has_confirmed(actor: Actor, document: JointDocument) -> bool:
    """Whether the acting unit stands by the registration."""
    return document.countersignings.filter(signatures__unit=actor.unit).exists()


def has_spoken(actor: Actor, document: JointDocument) -> bool:
    """Whether the acting unit has confirmed it or objected to it."""
    return has_confirmed(actor, document) or Objection.objects.filter(document=document, unit=actor.unit).exists()
