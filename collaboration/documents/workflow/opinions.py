"""An invited unit's word on a version: opinions, none, or that it will not take part; and what becomes of them."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.documents import notifications, rules
from collaboration.documents.models import Answer, Disposition, JointDocument, Opinion, Round
from collaboration.documents.workflow import rounds
from collaboration.documents.workflow.taking import move, take_up
from collaboration.errors import WorkflowError, WrongState
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.identity.actor import Actor

QUOTE_LENGTH = 500


@transaction.atomic
def note_opinion(
    actor: Actor, document: JointDocument, *, text: str, block_id: str = "", proposed_text: str = ""
) -> Opinion:
    """Write down an opinion for the open round. Nobody outside the unit sees it before the unit hands in its answer."""
    document = take_up(actor, document, rules.ANSWER)
    held = _unanswered_round(actor, document)
    if not text.strip() and not proposed_text.strip():
        raise WorkflowError(_("Write your opinion, or the wording you propose."))
    quote = ""
    if block_id:
        block = next((block for block in held.version.blocks if block["id"] == block_id), None)
        if block is None:
            raise WorkflowError(_("This paragraph is not part of the text that opinions are asked on."))
        quote = block["text"][:QUOTE_LENGTH]
    return Opinion.objects.create(
        round=held,
        unit=actor.unit,
        author=actor.user,
        block_id=block_id,
        quote=quote,
        text=text.strip(),
        proposed_text=proposed_text.strip(),
    )


@transaction.atomic
def drop_opinion(actor: Actor, document: JointDocument, opinion: Opinion) -> None:
    """Strike an opinion that has not been handed in."""
    document = take_up(actor, document, rules.ANSWER)
    held = _unanswered_round(actor, document)
    if not Opinion.objects.filter(pk=opinion.pk, round=held, unit=actor.unit).delete()[0]:
        raise WorkflowError(_("This opinion has been removed already."))


@transaction.atomic
def answer(actor: Actor, document: JointDocument, *, outcome: str) -> Answer:
    """Hand in the unit's opinions, or say that it has none. The last answer closes the round."""
    document = take_up(actor, document, rules.ANSWER)
    held = _unanswered_round(actor, document)
    noted = Opinion.objects.filter(round=held, unit=actor.unit).count()
    if outcome == Answer.Outcome.OPINIONS and not noted:
        raise WorkflowError(_("Your unit has not noted any opinion yet."))
    if outcome == Answer.Outcome.NO_OPINION and noted:
        raise WorkflowError(_("Your unit has noted opinions; submit them, or remove them first."))
    given = Answer.objects.create(round=held, unit=actor.unit, outcome=outcome, user=actor.user)
    waiting.done(document.matter, step="answer", unit=actor.unit)
    is_last = _close_if_complete(document, held)
    record(document.matter, "answered_last" if is_last else "answered", round=held.number)
    if is_last:
        notifications.round_closed(document, "answered_last")
    else:
        notifications.answered(document)
    return given


def _unanswered_round(actor: Actor, document: JointDocument) -> Round:
    held = rounds.open_round_of(document)
    if held is None:
        raise WrongState(rules.ANSWER.wrong_state)
    if held.answers.filter(unit=actor.unit).exists():
        raise WrongState(_("Your unit has already answered this round."))
    return held


def _close_if_complete(document: JointDocument, held: Round) -> bool:
    """End the round when nobody is missing any more; otherwise only note that something happened."""
    if rounds.all_answered(held):
        rounds.close(document, held)
        return True
    move(document)
    return False


@transaction.atomic
def decline(actor: Actor, document: JointDocument, *, reason: str) -> JointDocument:
    """Not take part in this document: the unit neither answers nor signs, and its name leaves the text."""
    document = take_up(actor, document, rules.DECLINE)
    if not reason.strip():
        raise WorkflowError(_("Give the reason why your unit does not take part."))
    invitation = rules.invitation_of(actor.unit, document)
    assert invitation is not None  # noqa: S101 - the rule has just found it
    invitation.declined_at = timezone.now()
    invitation.reason = reason.strip()
    invitation.save(update_fields=["declined_at", "reason"])
    waiting.done(document.matter, step="answer", unit=actor.unit)
    held = rounds.open_round_of(document)
    is_last = held is not None and _close_if_complete(document, held)
    if held is None:
        move(document)
    record(document.matter, "declined_last" if is_last else "declined", texts={"reason": reason.strip()})
    if is_last:
        notifications.round_closed(document, "declined_last")
    else:
        notifications.declined(document)
    return document


@transaction.atomic
def decide(actor: Actor, document: JointDocument, opinion: Opinion, *, outcome: str, reason: str = "") -> Disposition:
    """Adopt an opinion, adopt it partly or not: whatever is not adopted whole needs a reason."""
    document = take_up(actor, document, rules.DECIDE)
    found = (
        Opinion.objects.handed_in()
        .filter(pk=opinion.pk, round__document=document)
        .select_related("round", "unit")
        .first()
    )
    if found is None or found.round.closed_at is None:
        raise WrongState(_("Opinions can be decided on once their round is closed."))
    if outcome != Disposition.Outcome.ADOPTED and not reason.strip():
        raise WorkflowError(_("Give the reason why the opinion is not adopted, or only partly."))
    values = {"outcome": outcome, "reason": reason.strip(), "user": actor.user, "decided_at": timezone.now()}
    decided, _created = Disposition.objects.update_or_create(opinion=found, defaults=values)
    move(document)
    texts = {"reason": reason.strip()} if reason.strip() else {}
    record(document.matter, "opinion_decided", texts=texts, opinion=str(found.public_id), outcome=outcome)
    notifications.opinion_decided(document, found.unit)
    return decided
