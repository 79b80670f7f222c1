"""All units sign one fixed text, or one of them returns it and the attempt is void."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval import clearance
from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import Begins
from collaboration.documents import house, notifications, rules
from collaboration.documents.models import Countersignature, Countersigning, JointDocument, Status
from collaboration.documents.workflow import normative
from collaboration.documents.workflow.taking import move, take_up
from collaboration.documents.workflow.versions import issuers_of, latest
from collaboration.errors import Stale, WorkflowError, WrongState
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.db.context import acting
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role

ACT = "document.countersign"


@transaction.atomic
def start_countersigning(
    actor: Actor,
    document: JointDocument,
    *,
    due_on: date | None = None,
    term: Term | None = None,
    begins: str = Begins.RECEIPT,
) -> Countersigning:
    """Ask the signatories of all units for their yes to the fixed text, in any order, until a day or for a term."""
    term = term or setting.on_day(due_on or setting.proposed_day())
    document = take_up(actor, document, rules.START_COUNTERSIGNING)
    version = latest(document)
    units = [document.drafting_unit, *notifications.invited(document)]
    closed = [unit.display_name for unit in units if rules.is_closed(unit)]
    if closed:
        names = "、".join(closed)
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
        document=document, version=version, number=document.countersignings.count() + 1
    )
    move(document, Status.COUNTERSIGNING)
    waiting.close_all(document.matter)
    for unit in units:
        setting.wait_until(
            document.matter, unit=unit, role=Role.SIGNATORY, step="countersign", term=term, begins=begins
        )
    detail: dict[str, Any] = {"due_on": setting.ends_at_latest(term).isoformat(), **setting.told(term, begins)}
    record(document.matter, "countersigning_started", attempt=attempt.number, hash=version.content_hash, **detail)
    notifications.countersigning_started(document, most_urgent=term.is_urgent)
    return attempt


def open_attempt(document: JointDocument) -> Countersigning:
    """The attempt that waits for signatures now, and whether the acting unit has given its own."""
    own = Exists(Countersignature.objects.filter(countersigning=OuterRef("pk"), unit=acting().unit_id))
    attempts = document.countersignings.select_related("version").annotate(**{"has_own_signature": own})  # noqa: PIE804
    attempt = attempts.filter(closed_at=None).first()
    if attempt is None:
        raise WrongState(rules.COUNTERSIGN.wrong_state)
    return attempt


def subject_of(document: JointDocument, attempt: Countersigning) -> Subject:
    """What a signature on this attempt is bound to."""
    version = attempt.version
    return Subject(ACT, document.public_id, version.number, version.content_hash, Role.SIGNATORY)


@transaction.atomic
def countersign(actor: Actor, document: JointDocument, *, content_hash: str, prove: Prove) -> JointDocument:
    """Sign the text with this hash for the acting unit. The last signature makes the document signed.

    Of two signatories of one unit at once the second is told that the unit has signed; a hash that is not the one being
    signed gets ``Stale``.
    """
    document = take_up(actor, document, rules.COUNTERSIGN)
    attempt = open_attempt(document)
    if attempt.has_own_signature:
        raise WrongState(_("Your unit has already signed this text."))
    if content_hash != attempt.version.content_hash:
        raise Stale(_("The text has changed since you opened it. Read the new one before you sign."))
    clearance.require(actor, document.matter, house.COUNTERSIGN)
    proof = prove(subject_of(document, attempt))
    signature = Countersignature.objects.create(
        countersigning=attempt,
        unit=actor.unit,
        user=actor.user,
        user_name=actor.name,
        content_hash=content_hash,
        method=proof.method,
        proof=proof.evidence,
    )
    waiting.done(document.matter, step="countersign", unit=actor.unit)
    is_last = _all_signed(attempt)
    if is_last:
        _complete(document, attempt)
    else:
        move(document)
    act = "signed" if is_last else "countersigned"
    record(document.matter, act, attempt=attempt.number, hash=content_hash, signature=signature.pk, method=proof.method)
    (notifications.signed if is_last else notifications.countersigned)(document)
    return document


def _all_signed(attempt: Countersigning) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_nobody_missing(%s)", [attempt.pk])
        return bool(cursor.fetchone()[0])


def _complete(document: JointDocument, attempt: Countersigning) -> None:
    """Everybody has signed: the date of issue is the day of the last signature."""
    end(document, Countersigning.Outcome.COMPLETE)
    document.issued_on = timezone.localdate()
    document.save(update_fields=["issued_on"])
    move(document, Status.SIGNED)
    waiting.open_step(document.matter, unit=document.drafting_unit, role=Role.HANDLER, step="send_to_sealing")


@transaction.atomic
def return_text(actor: Actor, document: JointDocument, *, content_hash: str, reason: str) -> JointDocument:
    """Send the text back with a reason: the attempt ends, its signatures stay as rows and count no more."""
    document = take_up(actor, document, rules.RETURN)
    attempt = open_attempt(document)
    if content_hash != attempt.version.content_hash:
        raise Stale(_("The text has changed since you opened it. Read the new one before you return it."))
    if not reason.strip():
        raise WorkflowError(_("Give the reason why you return the text."))
    end(document, Countersigning.Outcome.RETURNED, reason=reason.strip(), returned_by=actor.unit)
    move(document, Status.FINAL)
    waiting.close_all(document.matter)
    waiting.open_step(document.matter, unit=document.drafting_unit, role=Role.HANDLER, step="revise")
    record(document.matter, "returned", texts={"reason": reason.strip()}, attempt=attempt.number)
    notifications.returned(document)
    return document


def end(document: JointDocument, outcome: str, **fields: Any) -> None:
    """Close the open attempt as part of a step, while the document still is in countersigning."""
    attempt = open_attempt(document)
    attempt.outcome, attempt.closed_at = outcome, timezone.now()
    for name, value in fields.items():
        setattr(attempt, name, value)
    attempt.save(update_fields=["outcome", "closed_at", *fields])
