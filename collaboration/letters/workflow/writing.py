"""Write a letter, change it, submit it for the signature, or give it up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.approval import clearance
from collaboration.assistance.catalogue.questions import load
from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow import handling
from collaboration.assistance.workflow.drafting import parted
from collaboration.errors import NotAllowed, Stale, WorkflowError
from collaboration.letters import house, notifications, printing, rules
from collaboration.letters.acts import KIND
from collaboration.letters.models import Letter, Sort, State
from collaboration.letters.models.letter import FINISHED, REPLIES, UNDER_WAY
from collaboration.letters.workflow.taking import move, take_up
from collaboration.matters import confidences
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.sealing import register
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

WRITTEN = ("title", "recipients", "text", "copies", "code_word", "is_to_be_sealed")


@dataclass(frozen=True)
class Words:
    """Everything that is entered for a letter; ``answers`` are those that a reply hands in with it."""

    title: str
    recipients: str
    text: str
    copies: str = ""
    code_word: str = ""
    is_to_be_sealed: bool = True
    answers: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def write(actor: Actor, request: AssistanceRequest, sort: Sort, words: Words) -> Letter:
    """Begin a letter on a request; of each sort one is under way at a time."""
    Matter.objects.select_for_update(no_key=True).get(pk=request.pk)
    if not rules.may_write(actor, request, sort):
        raise NotAllowed(_("This letter cannot be written now."))
    own = Letter.objects.filter(request=request, sort=sort, matter__drafting_unit=actor.unit)
    if before := own.filter(matter__state__in=[*UNDER_WAY, *FINISHED]).with_units().first():
        return before
    matter = Matter.objects.create(
        kind=KIND, drafting_unit=actor.unit, state=State.DRAFT, classification=request.matter.classification
    )
    letter = Letter(matter=matter, request=request, sort=sort)
    _put(letter, words)
    letter.save(force_insert=True)
    waiting.open_step(matter, unit=actor.unit, role=Role.HANDLER, step="submit_letter")
    record(matter, "created", sort=sort, request=str(request.public_id))
    return letter


@transaction.atomic
def save(actor: Actor, letter: Letter, words: Words, *, revision: int) -> Letter:
    """Change a draft; nothing that somebody else wrote meanwhile is overwritten."""
    letter = take_up(actor, letter, rules.EDIT)
    if letter.revision != revision:
        raise Stale(_("Somebody else has changed this letter in the meantime; open it again."))
    letter.revision += 1
    _put(letter, words)
    letter.save(update_fields=[*WRITTEN, "answers", "confidences", "revision"])
    move(letter)
    record(letter.matter, "saved", revision=letter.revision)
    return letter


def _put(letter: Letter, words: Words) -> None:
    for name in WRITTEN:
        setattr(letter, name, getattr(words, name))
    if letter.sort in REPLIES:
        questions = load(letter.request.kind_version.proof)
        letter.answers, personal = parted(questions, words.answers)
        letter.confidences = confidences.conceal(letter.request.matter, personal)


@transaction.atomic
def submit(actor: Actor, letter: Letter) -> Letter:
    """Fix the words and let them wait for the signatory; what the unit's own chain precedes passes it first."""
    letter = take_up(actor, letter, rules.SUBMIT)
    if not printing.paragraphs(letter) or not letter.title.strip() or not letter.recipients.strip():
        raise WorkflowError(_("Title, main recipients and text are needed first."))
    if lost := printing.unprintable(letter):
        raise WorkflowError(
            _("No typeface of this installation can show: %(characters)s. Nothing was changed.")
            % {"characters": " ".join(lost)}
        )
    if not (letter.code_word or actor.unit.code_word):
        raise WorkflowError(_("Your unit has no agency code word yet; enter the one for this document."))
    if letter.is_to_be_sealed and not register.has_certificate(actor.unit):
        raise WorkflowError(_("Your unit has no seal registered here; send the letter without a seal."))
    if letter.sort in REPLIES:
        personal = confidences.reveal(letter.request.matter, letter.confidences)
        handling.refuse_incomplete(letter.request, {**letter.answers, **personal})
    if word := house.OF_LETTERS.get(Sort(letter.sort)):
        clearance.require(actor, letter.request.matter, word)
    letter.content_hash = printing.content_hash(letter)
    letter.save(update_fields=["content_hash"])
    waiting.close_all(letter.matter)
    move(letter, State.SUBMITTED)
    waiting.open_step(letter.matter, unit=actor.unit, role=Role.SIGNATORY, step="sign_letter")
    record(letter.matter, "submitted", hash=letter.content_hash)
    notifications.submitted(letter)
    return letter


@transaction.atomic
def cancel(actor: Actor, letter: Letter, *, reason: str) -> None:
    """Give a letter up before it goes out; its number stays used, as a register demands."""
    letter = take_up(actor, letter, rules.CANCEL)
    if not reason.strip():
        raise WorkflowError(_("Give the reason."))
    waiting.close_all(letter.matter)
    move(letter, State.CANCELLED)
    record(letter.matter, "cancelled", texts={"reason": reason.strip()})
