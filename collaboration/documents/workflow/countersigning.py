"""All units sign one fixed text, or one of them returns it and the attempt is void."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _

from collaboration.approval import clearance
from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import Begins
from collaboration.documents import house, notifications, rules
from collaboration.documents.models import (
    Abstention,
    Countersignature,
    Countersigning,
    CountersigningPolicy,
    JointDocument,
    Status,
    Turn,
)
from collaboration.documents.workflow import normative, replies, turns
from collaboration.documents.workflow.readiness import require_ready
from collaboration.documents.workflow.taking import move, take_up
from collaboration.documents.workflow.versions import issuers_of, latest, wording_of
from collaboration.errors import Stale, WorkflowError, WrongState
from collaboration.matters.record import record
from collaboration.sealing.check_codes import new_check_code
from collaboration.worklist import waiting
from tenants.db.context import acting
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Proof, Prove, Subject
from tenants.identity.roles import Role
from tenants.units.models import Unit

ACT = "document.countersign"
SIGNED = "signed"  # the act of the last signature


@transaction.atomic
def start_countersigning(
    actor: Actor,
    document: JointDocument,
    *,
    due_on: date | None = None,
    term: Term | None = None,
    begins: str = Begins.RECEIPT,
    order: turns.Order | None = None,
) -> Countersigning:
    """Ask the signatories of all units for their yes to the fixed text, until a day or for a term.

    Without an order all are asked at once; else each turn is asked when the one before has given its word.
    """
    term = term or setting.on_day(due_on or setting.proposed_day())
    document = take_up(actor, document, rules.START_COUNTERSIGNING)
    version = latest(document)
    require_ready(document, wording_of(version))
    units = [document.drafting_unit, *notifications.invited(document)]
    closed = [unit.display_name for unit in units if rules.is_closed(unit)]
    if closed:
        names = _(", ").join(closed)
        raise WorkflowError(
            _("These units have been closed: %(units)s. Reopen the text and remove them.") % {"units": names}
        )
    if [issuer["code"] for issuer in version.issuers] != [issuer["code"] for issuer in issuers_of(document)]:
        raise Stale(
            _("The units that take part are no longer those named in the text; reopen it and finalise it again.")
        )
    normative.require(actor, document)
    clearance.require(actor, document.matter, house.START_COUNTERSIGNING)
    attempt = Countersigning.objects.create(
        document=document,
        version=version,
        number=document.countersignings.count() + 1,
        may_abstain=CountersigningPolicy.objects.filter(abstaining_allowed=True).exists(),
        counted_in=term.counted_in,
        amount=term.amount,
        fixed_until=term.fixed_until,
        begins=begins,
        check_code=new_check_code(),
    )
    first = turns.plan(attempt, units, order or {})
    move(document, Status.COUNTERSIGNING)
    waiting.close_all(document.matter)
    for unit in first:
        setting.wait_until(
            document.matter, unit=unit, role=Role.SIGNATORY, step="countersign", term=term, begins=begins
        )
    detail: dict[str, Any] = {"due_on": setting.ends_at_latest(term).isoformat(), **setting.told(term, begins)}
    if order:
        detail["order"] = dict(order)
    record(document.matter, "countersigning_started", attempt=attempt.number, hash=version.content_hash, **detail)
    notifications.countersigning_started(document, first, most_urgent=term.is_urgent)
    return attempt


def open_attempt(document: JointDocument) -> Countersigning:
    """The attempt that waits for signatures now, the acting unit's turn in it, and whether it has given its word."""
    own = {"countersigning": OuterRef("pk"), "unit": acting().unit_id}
    given = Exists(Countersignature.objects.filter(**own)) | Exists(Abstention.objects.filter(**own))
    turn = Subquery(Turn.objects.filter(**own).values("position")[:1])
    attempts = document.countersignings.select_related("version").filter(closed_at=None)
    attempt = attempts.annotate(**{"has_own_word": given, "own_turn": turn}).first()  # noqa: PIE804
    if attempt is None:
        raise WrongState(rules.COUNTERSIGN.wrong_state)
    return attempt


def subject_of(document: JointDocument, attempt: Countersigning) -> Subject:
    """What a signature on this attempt is bound to."""
    version = attempt.version
    return Subject(ACT, document.public_id, version.number, version.content_hash, Role.SIGNATORY)


@transaction.atomic
def countersign(actor: Actor, document: JointDocument, *, content_hash: str, prove: Prove) -> JointDocument:
    """Sign the text with this hash for the acting unit. The last word makes the document signed.

    Of two signatories of one unit at once the second is told that the unit has signed; a hash that is not the one being
    signed gets ``Stale``; whoever's turn has not come is refused.
    """
    document, attempt = take_turn(actor, document, rules.COUNTERSIGN, content_hash)
    proof = prove(subject_of(document, attempt))
    return sign(actor, document, attempt, proof)


def take_turn(
    actor: Actor, document: JointDocument, rule: rules.Rule, content_hash: str
) -> tuple[JointDocument, Countersigning]:
    """Lock the document for the acting unit's one word on exactly this text, when it is its turn."""
    document = take_up(actor, document, rule)
    attempt = open_attempt(document)
    if attempt.has_own_word:
        raise WrongState(_("Your unit has already given its word on this text."))
    if content_hash != attempt.version.content_hash:
        raise Stale(_("The text has changed since you opened it. Read the new one before you sign."))
    turns.refuse_out_of_turn(attempt)
    clearance.require(actor, document.matter, house.COUNTERSIGN)
    return document, attempt


def sign(
    actor: Actor, document: JointDocument, attempt: Countersigning, proof: Proof, *, scan: str = ""
) -> JointDocument:
    """Write the acting unit's signature, given here or on the scanned sheet, and let the turn pass on."""
    absent = actor.membership.on_behalf_of
    signature = Countersignature.objects.create(
        countersigning=attempt,
        unit=actor.unit,
        user=actor.user,
        user_name=actor.user.name,
        absent_name=absent.name if absent else "",
        content_hash=attempt.version.content_hash,
        scan_sha256=scan,
        method=proof.method,
        proof=proof.evidence,
    )
    act = "countersigned_on_paper" if scan else "countersigned"
    detail: dict[str, Any] = {"hash": signature.content_hash, "signature": signature.pk, "method": proof.method}
    if scan:
        detail["scan"] = scan
    return give_word(document, attempt, actor.unit, act, **detail)


def give_word(
    document: JointDocument,
    attempt: Countersigning,
    unit: Unit,
    act: str,
    *,
    texts: Mapping[str, str] | None = None,
    **detail: Any,
) -> JointDocument:
    """What follows the word of the acting unit, signature or abstention: its step is done and the turn passes on."""
    waiting.done(document.matter, step="countersign", unit=unit)
    ending, asked = turns.pass_on(document, attempt)
    act = SIGNED if act + ending == "countersigned_last" else act + ending
    record(document.matter, act, texts=texts, attempt=attempt.number, **detail)
    notifications.word_given(document, act, is_last=ending == "_last", asked=asked)
    return document


@transaction.atomic
def return_text(actor: Actor, document: JointDocument, *, content_hash: str, reason: str) -> JointDocument:
    """Send the text back with a reason: the attempt ends, its signatures stay as rows and count no more."""
    document = take_up(actor, document, rules.RETURN)
    attempt = open_attempt(document)
    if content_hash != attempt.version.content_hash:
        raise Stale(_("The text has changed since you opened it. Read the new one before you return it."))
    if not reason.strip():
        raise WorkflowError(_("Give the reason why you return the text."))
    turns.close(attempt, Countersigning.Outcome.RETURNED, reason=reason.strip(), returned_by=actor.unit)
    move(document, Status.FINAL)
    waiting.close_all(document.matter)
    replies.ask(document)
    waiting.open_step(document.matter, unit=document.drafting_unit, role=Role.HANDLER, step="revise")
    record(document.matter, "returned", texts={"reason": reason.strip()}, attempt=attempt.number)
    notifications.returned(document)
    return document
