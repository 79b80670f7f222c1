"""Words taken back: a unit's signature before the next step opens, and the whole text by the drafting unit."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from collaboration.documents import notifications, rules
from collaboration.documents.models import Countersigning, JointDocument, Status
from collaboration.documents.workflow import replies, turns
from collaboration.documents.workflow.countersigning import open_attempt
from collaboration.documents.workflow.taking import move, take_up
from collaboration.errors import WorkflowError, WrongState
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role


def can_withdraw(attempt: Countersigning, actor: Actor) -> bool:
    """Whether the acting unit has signed and nobody of a later turn was asked since."""
    return attempt.signatures.filter(unit=actor.unit).exists() and attempt.own_turn == turns.current(attempt)


@transaction.atomic
def withdraw_signature(actor: Actor, document: JointDocument, *, reason: str) -> JointDocument:
    """Take the unit's signature back; its step waits again. The signature is kept beside those that stand."""
    document = take_up(actor, document, rules.WITHDRAW_SIGNATURE)
    attempt = open_attempt(document)
    if not reason.strip():
        raise WorkflowError(_("Give the reason why the signature is taken back."))
    if not can_withdraw(attempt, actor):
        raise WrongState(rules.WITHDRAW_SIGNATURE.wrong_state)
    with connection.cursor() as cursor:
        cursor.execute("SELECT withdraw_signature(%s)", [document.public_id])
        signature = cursor.fetchone()[0]
    turns.ask(document, attempt, actor.unit)
    move(document)
    record(
        document.matter,
        "signature_withdrawn",
        texts={"reason": reason.strip()},
        attempt=attempt.number,
        hash=attempt.version.content_hash,
        withdrawn=signature,
    )
    notifications.signature_withdrawn(document)
    return document


def attempt_to_recall(document: JointDocument) -> Countersigning:
    """The attempt whose signatures taking the text back would void."""
    outcomes = ("", Countersigning.Outcome.COMPLETE)
    return document.countersignings.select_related("version").filter(outcome__in=outcomes).latest("number")


@transaction.atomic
def recall_text(actor: Actor, document: JointDocument, *, attempt: int, signatures: int, reason: str) -> JointDocument:
    """Take the text back to change it: the signatures given so far are void, as the person was told.

    ``signatures`` is the number they were told of; when another unit has signed meanwhile they are asked again.
    """
    document = take_up(actor, document, rules.RECALL)
    current = attempt_to_recall(document)
    if (current.number, current.signatures.count()) != (attempt, signatures):
        raise WrongState(_("Another unit has signed in the meantime. Read how many signatures become void."))
    if not reason.strip():
        raise WorkflowError(_("Give the reason why you take the text back."))
    turns.close(current, Countersigning.Outcome.RECALLED, reason=reason.strip())
    if document.issued_on:
        document.issued_on = None
        document.save(update_fields=["issued_on"])
    move(document, Status.FINAL)
    waiting.close_all(document.matter)
    replies.ask(document)
    waiting.open_step(document.matter, unit=document.drafting_unit, role=Role.HANDLER, step="revise")
    record(document.matter, "recalled", texts={"reason": reason.strip()}, attempt=current.number, void=signatures)
    notifications.recalled(document)
    return document
