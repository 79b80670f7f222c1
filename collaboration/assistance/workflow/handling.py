"""While it is handled: progress, questions both ways, parts for other units, the reply and what becomes of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.assistance import joining, notifications, rules
from collaboration.assistance.catalogue.questions import PAPER, load
from collaboration.assistance.models import AssistanceRequest, Note, Reply, Status
from collaboration.assistance.models.request import OVER
from collaboration.assistance.workflow import closing, opening, papers
from collaboration.assistance.workflow.drafting import Wording, create, parted
from collaboration.assistance.workflow.receiving import write_note
from collaboration.assistance.workflow.taking import move, take_up
from collaboration.casefiles.storing import handed
from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.errors import WorkflowError
from collaboration.matters import confidences
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

MOST_PARTS = 20


@transaction.atomic
def report(actor: Actor, request: AssistanceRequest, *, text: str) -> Note:
    """Tell the asking unit how far it is."""
    return _told(actor, take_up(actor, request, rules.REPORT), Note.Sort.PROGRESS, "noted", text)


@transaction.atomic
def ask(actor: Actor, request: AssistanceRequest, *, text: str) -> Note:
    """Ask the other side; its answer waits on its desk."""
    request = take_up(actor, request, rules.ASK)
    note = _said(actor, request, Note.Sort.QUESTION, text)
    move(request)
    other = request.addressee if actor.unit == request.asking_unit else request.asking_unit
    if not request.matter.waiting.filter(unit=other, step="answer_question", done_at=None).exists():
        waiting.open_step(request.matter, unit=other, role=Role.HANDLER, step="answer_question")
    record(request.matter, "asked", note=str(note.public_id), **handed(actor, request.matter))
    notifications.to_other(request, actor.unit, "asked")
    return note


@transaction.atomic
def answer_question(actor: Actor, request: AssistanceRequest, question: Note, *, text: str) -> Note:
    """Answer a question of the other side, once."""
    request = take_up(actor, request, rules.ASK)
    other = request.addressee if actor.unit == request.asking_unit else request.asking_unit
    theirs = Note.objects.filter(request=request, unit=other, sort=Note.Sort.QUESTION, answers=None)
    if not theirs.filter(pk=question.pk).exists():
        raise WorkflowError(_("This question has been answered already."))
    note = _said(actor, request, Note.Sort.ANSWER, text, on=question)
    move(request)
    if not theirs.exists():
        waiting.done(request.matter, step="answer_question", unit=actor.unit)
    record(request.matter, "answered_question", note=str(note.public_id), **handed(actor, request.matter))
    notifications.to_other(request, actor.unit, "answered_question")
    return note


def _said(actor: Actor, request: AssistanceRequest, sort: str, text: str, on: Note | None = None) -> Note:
    if not text.strip():
        raise WorkflowError(_("Write something first."), field="text")
    return write_note(actor, request, sort, text, on)


@transaction.atomic
def split(actor: Actor, request: AssistanceRequest, parts: Sequence[Wording]) -> list[AssistanceRequest]:
    """Ask other units for parts of it, each in a draft of one's own; the asking unit still gets one answer."""
    request = take_up(actor, request, rules.SPLIT)
    joining.check("split", actor, request)
    if not parts or any(not part.title.strip() for part in parts):
        raise WorkflowError(_("Name at least one part, and what it is about."), field="title")
    if request.parts.count() + len(parts) > MOST_PARTS:
        raise WorkflowError(_("A request is split into at most %(count)d parts.") % {"count": MOST_PARTS})
    if any(part.addressee in (request.asking_unit, actor.unit) for part in parts):
        raise WorkflowError(_("A part goes to another unit than the two of you."), field="unit")
    made = [create(actor, request.kind_version, part, origin=request) for part in parts]
    move(request)
    opening.note(actor, request)  # the draft begins with what was told of persons
    record(request.matter, "split", parts=[str(one.public_id) for one in made])
    notifications.to_asking(request, "split")
    return made


@transaction.atomic
def reply(actor: Actor, request: AssistanceRequest, answers: Mapping[str, Any]) -> Reply:
    """Answer in writing, with what the kind asks as proof of completion; parts passed on must have come back."""
    request = take_up(actor, request, rules.REPLY)
    joining.check("reply", actor, request)
    refuse_incomplete(request, answers)
    if request.parts.exclude(matter__state__in=[*OVER, Status.DRAFT]).exists():
        raise WorkflowError(_("Parts that you passed on have not come back yet."))
    open_answers, personal = parted(load(request.kind_version.proof), answers)
    given = Reply.objects.create(
        request=request, number=request.replies.count() + 1, unit=actor.unit, user=actor.user, user_name=actor.name,
        answers=open_answers, confidences=confidences.conceal(request.matter, personal),
    )  # fmt: skip
    waiting.done(request.matter, step="reply", unit=actor.unit)
    move(request, Status.ANSWERED)
    _let_confirm(request)
    record(request.matter, "replied", reply=given.number, **handed(actor, request.matter))
    notifications.to_asking(request, "replied", is_action=True)
    joining.follow("reply", actor, request)
    return given


def refuse_incomplete(request: AssistanceRequest, answers: Mapping[str, Any]) -> None:
    """Refuse a reply that leaves open what the kind asks for, or lacks one of its papers."""
    questions = [one for one in load(request.kind_version.proof) if one.is_required and one.type != PAPER]
    if names := [one.words for one in questions if not answers.get(one.name)]:
        raise WorkflowError(_("Answer these first: %(questions)s.") % {"questions": _(", ").join(names)})
    papers.refuse(papers.lacking_in_reply(request, answers))


@transaction.atomic
def hand_over(actor: Actor, request: AssistanceRequest, *, text: str) -> Note:
    """Tell what was done until the assistance was ended, and hand its files over."""
    return _told(actor, take_up(actor, request, rules.HAND_OVER), Note.Sort.HANDED_OVER, "handed_over", text)


def _told(actor: Actor, request: AssistanceRequest, sort: Note.Sort, act: str, text: str) -> Note:
    """Tell the asking unit something, with the files that were added for it."""
    note = _said(actor, request, sort, text)
    move(request)
    record(request.matter, act, note=str(note.public_id), **handed(actor, request.matter))
    notifications.to_asking(request, act)
    return note


def _let_confirm(request: AssistanceRequest) -> None:
    """Let the confirmation wait; what the calendar closes by itself has a term, of which people are warned."""
    asking, role = request.asking_unit, Role.HANDLER
    if closing.closes_by_itself(request.kind_version):
        term = Term(CountedIn.WORKING_DAYS, closing.DAYS)
        setting.pass_on(request.matter, unit=asking, role=role, step="confirm", term=term)
    else:
        waiting.open_step(request.matter, unit=asking, role=role, step="confirm")


@transaction.atomic
def confirm(actor: Actor, request: AssistanceRequest) -> AssistanceRequest:
    """Be content with the reply; the request is closed."""
    request = take_up(actor, request, rules.CONFIRM)
    joining.check("confirm", actor, request)
    waiting.close_all(request.matter)
    move(request, Status.CLOSED)
    record(request.matter, "confirmed")
    notifications.to_asked(request, "confirmed")
    joining.follow("confirm", actor, request)
    return request


@transaction.atomic
def ask_to_complete(actor: Actor, request: AssistanceRequest, *, text: str) -> AssistanceRequest:
    """Say what the reply lacks; it goes on being handled."""
    request = take_up(actor, request, rules.CONFIRM)
    joining.check("ask_to_complete", actor, request)
    note = _said(actor, request, Note.Sort.COMPLETION, text)
    waiting.done(request.matter, step="confirm")
    move(request, Status.ACCEPTED)
    term = setting.on_day(setting.proposed_day())
    setting.wait_until(request.matter, unit=request.addressee, role=Role.HANDLER, step="reply", term=term)
    record(request.matter, "completion_asked", note=str(note.public_id))
    notifications.to_asked(request, "completion_asked")
    joining.follow("ask_to_complete", actor, request)
    return request
