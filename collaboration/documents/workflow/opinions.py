"""An invited unit's word on a version: opinions, none, or that it will not take part."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval import clearance
from collaboration.approval.workflow.submitting import text_changed
from collaboration.documents import house, notifications, rules
from collaboration.documents.models import Answer, JointDocument, Opinion, Round, Version
from collaboration.documents.opinions.placing import blocks_of
from collaboration.documents.text.anchors import Anchor
from collaboration.documents.workflow import replies, rounds
from collaboration.documents.workflow.taking import move, take_up
from collaboration.errors import WorkflowError, WrongState
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.identity.actor import Actor

Kind = Opinion.Kind


@transaction.atomic
def note_opinion(
    actor: Actor,
    document: JointDocument,
    *,
    text: str = "",
    block_id: str = "",
    quote: str = "",
    start: int | None = None,
    kind: str = "",
    proposed_text: str = "",
) -> Opinion:
    """Write down an opinion for the open round. Nobody outside the unit sees it before the unit hands in its answer.

    It is on the words of ``quote`` in a paragraph (``start`` tells which, where they stand there more than once), on
    the whole paragraph without a quote, and on the whole text without a paragraph.
    """
    document = take_up(actor, document, rules.ANSWER)
    held = _unanswered_round(actor, document)
    text, proposed_text = text.strip(), proposed_text.strip()
    kind = Kind(kind) if kind else Kind.MODIFY if block_id or proposed_text else Kind.PRINCIPLE
    _check_words(kind, text, proposed_text, has_place=bool(block_id))
    anchor = chosen(held.version, block_id, quote, start) if block_id else None
    noted = Opinion.objects.create(
        round=held,
        unit=actor.unit,
        author=actor.user,
        kind=kind,
        block_id=block_id,
        start=anchor.start if anchor else 0,
        end=anchor.end if anchor else 0,
        quote=anchor.quote if anchor else "",
        text=text,
        proposed_text="" if kind == Kind.DELETE else proposed_text,
    )
    text_changed(actor, document.matter, [house.ANSWER])
    return noted


def _check_words(kind: str, text: str, proposed_text: str, *, has_place: bool) -> None:
    if kind == Kind.DELETE and not has_place:
        raise WorkflowError(_("Choose the words or the paragraph that should be deleted."))
    if kind == Kind.ADD and not proposed_text:
        raise WorkflowError(_("Write the words that should be added."))
    if kind == Kind.PRINCIPLE and not text:
        raise WorkflowError(_("Write your opinion."))
    if kind == Kind.MODIFY and not text and not proposed_text:
        raise WorkflowError(_("Write your opinion, or the wording you propose."))


def chosen(version: Version, block_id: str, quote: str = "", start: int | None = None) -> Anchor:
    """The range of a version that a person chose by its words; refused in words where it is none."""
    block = next((block for block in blocks_of(version) if block.id == block_id), None)
    if block is None:
        raise WorkflowError(_("This paragraph is not part of the text that opinions are asked on."))
    if not quote or quote == block.text:
        return Anchor.on(block)
    if start is not None and block.text[start : start + len(quote)] == quote:
        return Anchor.on(block, start, start + len(quote))
    times = block.text.count(quote)
    if times != 1:
        raise WorkflowError(
            _("These words stand in the paragraph %(times)d times; quote more of them.") % {"times": times}
            if times
            else _("These words do not stand in the paragraph; copy them from it.")
        )
    found = block.text.index(quote)
    return Anchor.on(block, found, found + len(quote))


@transaction.atomic
def drop_opinion(actor: Actor, document: JointDocument, opinion: Opinion) -> None:
    """Strike an opinion that has not been handed in."""
    document = take_up(actor, document, rules.ANSWER)
    held = _unanswered_round(actor, document)
    if not Opinion.objects.filter(pk=opinion.pk, round=held, unit=actor.unit).delete()[0]:
        raise WorkflowError(_("This opinion has been removed already."))
    text_changed(actor, document.matter, [house.ANSWER])


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
    clearance.require(actor, document.matter, house.ANSWER)
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
    if not held.asks(actor.unit):
        raise WrongState(_("Your unit was not asked in this round."))
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
    replies.ask(document)
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
