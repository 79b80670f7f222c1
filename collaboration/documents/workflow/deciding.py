"""What becomes of opinions: the drafting unit decides on each, adopts wording, and places again what lost its place."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.documents import notifications, rules
from collaboration.documents.models import Disposition, JointDocument, Opinion, Placement, Version
from collaboration.documents.opinions.applying import NotApplicable, applied
from collaboration.documents.opinions.placing import Place, Text
from collaboration.documents.text.blocks import Block
from collaboration.documents.workflow import replies
from collaboration.documents.workflow.opinions import chosen
from collaboration.documents.workflow.taking import move, take_up
from collaboration.documents.workflow.versions import wording_of
from collaboration.documents.workflow.working import cut, draft_of, rewrite, upcoming
from collaboration.errors import Stale, WorkflowError, WrongState
from collaboration.matters.record import record
from tenants.identity.actor import Actor

Outcome = Disposition.Outcome


@transaction.atomic
def decide(
    actor: Actor,
    document: JointDocument,
    opinion: Opinion,
    *,
    outcome: str,
    reason: str = "",
    resolved_in: Version | None = None,
    is_applied: bool = False,
) -> Disposition:
    """Adopt an opinion, adopt it partly or not: whatever is not adopted whole needs a reason.

    It is resolved in a version that exists, or, where it ``is_applied``, in the one that is saved next. A unit whose
    opinion is not adopted is asked to agree or to maintain it; a changed decision asks anew.
    """
    document = take_up(actor, document, rules.DECIDE)
    found = _handed_in(document, opinion)
    if outcome != Outcome.ADOPTED and not reason.strip():
        raise WorkflowError(_("Give the reason why the opinion is not adopted, or only partly."))
    if resolved_in is not None and (resolved_in.document_id != document.pk or outcome == Outcome.DECLINED):
        raise WorkflowError(_("Name a version of this text in which the opinion is resolved."))
    is_applied = outcome != Outcome.DECLINED and (is_applied or resolved_in is not None)
    values = {"outcome": outcome, "reason": reason.strip(), "resolved_in": resolved_in, "is_applied": is_applied}
    return _decide(actor, document, found, values)


def _handed_in(document: JointDocument, opinion: Opinion) -> Opinion:
    found = Opinion.objects.handed_in().filter(pk=opinion.pk, round__document=document)
    one = found.select_related("round__version", "unit", "disposition").first()
    if one is None or one.round.closed_at is None:
        raise WrongState(_("Opinions can be decided on once their round is closed."))
    return one


def _decide(actor: Actor, document: JointDocument, opinion: Opinion, values: dict[str, Any]) -> Disposition:
    outcome, reason, version = values["outcome"], values["reason"], values["resolved_in"]
    values = {**values, "user": actor.user, "decided_at": timezone.now()}
    decided, _created = Disposition.objects.update_or_create(opinion=opinion, defaults=values)
    replies.ask(document)
    move(document)
    texts = {"reason": reason} if reason else {}
    detail = {"version": version.number} if version else {}
    record(document.matter, "opinion_decided", texts=texts, opinion=str(opinion.public_id), outcome=outcome, **detail)
    notifications.opinion_decided(document, opinion.unit, wants_reply=outcome == Outcome.DECLINED)
    return decided


@transaction.atomic
def adopt(actor: Actor, document: JointDocument, opinion: Opinion) -> Disposition:
    """Put the proposed wording into the working text and decide that it is adopted.

    Only where the words stand as they did when the opinion was given; nothing is ever merged.
    """
    document = take_up(actor, document, rules.DECIDE)
    found = _handed_in(document, opinion)
    decided = getattr(found, "disposition", None)
    if decided and decided.is_applied:
        raise WrongState(_("This opinion has been adopted into the text already."))
    text = Text(upcoming(document))
    wording = wording_of(text.version).with_blocks(_with(text.place(found), text))
    wording.check()
    rewrite(actor, draft_of(document), wording)
    values = {"outcome": Outcome.ADOPTED, "reason": "", "resolved_in": None, "is_applied": True}
    return _decide(actor, document, found, values)


def adopted_while_writing(actor: Actor, document: JointDocument, opinions: Collection[UUID]) -> None:
    """Decide that these are adopted, whose wording a save of the editor brings; what is decided already stays.

    Call inside the save, with the document taken up. A save that comes twice decides once.
    """
    if not opinions or not rules.DECIDE.is_open(actor, document):
        return
    asked = Opinion.objects.handed_in().undecided().exclude(round__closed_at=None)
    asked = asked.filter(public_id__in=opinions, round__document=document)
    for opinion in asked.select_related("round__version", "unit"):
        values = {"outcome": Outcome.ADOPTED, "reason": "", "resolved_in": None, "is_applied": True}
        _decide(actor, document, opinion, values)


def _with(place: Place, text: Text) -> list[Block]:
    changed = _("The words that this opinion speaks of have changed. Edit the text yourself, then decide.")
    if place.proposal is None or not place.is_applicable:
        raise Stale(changed)
    try:
        return applied(text.blocks, place.proposal)
    except NotApplicable as error:
        raise Stale(changed) from error


@transaction.atomic
def place_again(
    actor: Actor, document: JointDocument, opinion: Opinion, *, block_id: str, quote: str = "", start: int | None = None
) -> Placement:
    """Say where in the newest text, kept as a version, an opinion belongs whose words are no longer found."""
    document = take_up(actor, document, rules.DECIDE)
    found = _handed_in(document, opinion)
    version = cut(actor, document)
    anchor = chosen(version, block_id, quote, start)
    placed = Placement.objects.create(
        opinion=found, version=version, block_id=block_id, start=anchor.start, end=anchor.end, user=actor.user
    )
    move(document)
    record(document.matter, "opinion_placed", opinion=str(found.public_id), version=version.number, block=block_id)
    return placed
