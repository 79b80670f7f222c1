"""The other side: decide across levels, receive, accept or say why not, return, forward."""

from django.db import connection, transaction
from django.utils.translation import gettext as _

from collaboration.assistance import joining, notifications, rules
from collaboration.assistance.catalogue.addressees import Way, way_between
from collaboration.assistance.models import AssistanceRequest, DeclineReason, Note, Status
from collaboration.assistance.workflow.sending import admit, checked, wait_for_acceptance, wait_for_receipt
from collaboration.assistance.workflow.taking import move, sides, take_up
from collaboration.deadlines import setting
from collaboration.errors import WorkflowError
from collaboration.incoming import workflow as incoming
from collaboration.matters.models import Matter, Party
from collaboration.matters.record import record
from collaboration.notifications.notify import Audience
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit


@transaction.atomic
def decide_level(
    actor: Actor, request: AssistanceRequest, *, approves: bool, reason: str = "", redirect_to: Unit | None = None
) -> AssistanceRequest:
    """The superior approves, redirects to another unit, or refuses with a reason (framework agreement, part 1)."""
    request = take_up(actor, request, rules.DECIDE_LEVEL)
    if (not approves or redirect_to) and not reason.strip():
        raise WorkflowError(_("Give the reason."), field="reason")
    waiting.close_all(request.matter)
    texts = {"reason": reason.strip()} if reason.strip() else {}
    if not approves:
        move(request, Status.DECLINED)
        record(request.matter, "level_refused", texts=texts)
        notifications.decided(request, "level_refused", carried_on=False)
        return request
    if redirect_to is not None and redirect_to != request.addressee:
        checked(request, redirect_to)
        _address(request, redirect_to)
    admit(request, request.addressee, Party.Ground.ASKED)
    move(request, Status.SENT)
    wait_for_receipt(request)
    act = "level_redirected" if redirect_to else "level_approved"
    record(request.matter, act, texts=texts, to=request.addressee.code)
    notifications.decided(request, act, carried_on=True)
    joining.follow("decide_level", actor, request)
    return request


def _address(request: AssistanceRequest, unit: Unit) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT assistance_address(%s, %s)", [request.pk, unit.pk])
    request.addressee = unit


@transaction.atomic
def receive(actor: Actor, request: AssistanceRequest) -> AssistanceRequest:
    """Sign for it in the unit's name; the asking unit gets the receipt with its time."""
    request = take_up(actor, request, rules.RECEIVE)
    incoming.receive(actor, request.matter)
    return request


def received(actor: Actor, matter: Matter) -> list[Audience]:
    """What follows from the receipt, wherever it was signed: acceptance waits, and the asking unit hears."""
    request = take_up(actor, AssistanceRequest(matter=matter), rules.RECEIVE)
    joining.check("receive", actor, request)
    waiting.done(matter, step="receive", unit=actor.unit)
    move(request, Status.RECEIVED)
    wait_for_acceptance(request)
    joining.follow("receive", actor, request)
    return [Audience(request.asking_unit, roles=[Role.HANDLER])]


@transaction.atomic
def accept(actor: Actor, request: AssistanceRequest) -> AssistanceRequest:
    """Take it on: from now on the unit owes an answer, by the day that was wanted or the one they agree on."""
    request = take_up(actor, request, rules.ACCEPT)
    joining.check("accept", actor, request)
    waiting.done(request.matter, step="accept")
    move(request, Status.ACCEPTED)
    term = setting.on_day(max(request.wanted_on, setting.proposed_day()))
    setting.wait_until(request.matter, unit=request.addressee, role=Role.HANDLER, step="reply", term=term)
    record(request.matter, "accepted", until=request.wanted_on.isoformat())
    notifications.to_asking(request, "accepted")
    joining.follow("accept", actor, request)
    return request


@transaction.atomic
def decline(actor: Actor, request: AssistanceRequest, *, why: str, reason: str) -> AssistanceRequest:
    """Say no, with one of the reasons the law knows and in words. An assignment from above is not declined."""
    request = take_up(actor, request, rules.DECLINE)
    joining.check("decline", actor, request)
    if not rules.may_decline(request):
        raise WorkflowError(_("An assignment of your superior unit is not declined; answer it in writing."))
    if why not in DeclineReason.values or not reason.strip():
        raise WorkflowError(_("Give the reason."), field="reason")
    request.decline_reason = why
    request.save(update_fields=["decline_reason"])
    waiting.close_all(request.matter)
    move(request, Status.DECLINED)
    record(request.matter, "declined", texts={"reason": reason.strip()}, among=sides(request), why=why)
    notifications.to_asking(request, "declined", is_action=True)
    joining.follow("decline", actor, request)
    return request


@transaction.atomic
def return_for_completion(actor: Actor, request: AssistanceRequest, *, text: str) -> AssistanceRequest:
    """Say what is missing; the clock stops until the asking unit has completed it."""
    request = take_up(actor, request, rules.RETURN)
    joining.check("return", actor, request)
    if not text.strip():
        raise WorkflowError(_("Say what has to be completed."), field="text")
    note = write_note(actor, request, Note.Sort.COMPLETION, text)
    waiting.done(request.matter, step="accept")
    move(request, Status.RETURNED)
    waiting.open_step(request.matter, unit=request.asking_unit, role=Role.HANDLER, step="complete")
    record(request.matter, "returned", note=str(note.public_id))
    notifications.to_asking(request, "returned", is_action=True)
    joining.follow("return", actor, request)
    return request


@transaction.atomic
def forward(actor: Actor, request: AssistanceRequest, unit: Unit, *, reason: str) -> AssistanceRequest:
    """Pass the whole request on to the unit that should have it; nobody gets it a second time."""
    request = take_up(actor, request, rules.FORWARD)
    joining.check("forward", actor, request)
    if not reason.strip():
        raise WorkflowError(_("Give the reason."), field="reason")
    if unit.pk in request.matter.parties:
        raise WorkflowError(_("%(unit)s has had this request already.") % {"unit": unit.display_name}, field="unit")
    if way_between(request.asking_unit, unit) == Way.DECISION and unit.level != actor.unit.level:
        if way_between(actor.unit, unit) != Way.DOWNWARDS:
            words = _("Across levels a request goes by its superior unit; forward it within your line.")
            raise WorkflowError(words, field="unit")
    checked(request, unit)
    waiting.close_all(request.matter)
    questions = request.notes.filter(sort=Note.Sort.QUESTION, unit=request.asking_unit, answers=None)
    is_questioned = questions.exists()  # seen by whoever is asked, and so not after the next line but one
    admit(request, actor.unit, Party.Ground.FORWARDED)
    _address(request, unit)
    admit(request, unit, Party.Ground.ASKED)
    move(request, Status.SENT)
    wait_for_receipt(request)
    if is_questioned:
        waiting.open_step(request.matter, unit=unit, role=Role.HANDLER, step="answer_question")
    record(request.matter, "forwarded", texts={"reason": reason.strip()}, to=unit.code)
    notifications.forwarded(request)
    joining.follow("forward", actor, request)
    return request


def write_note(actor: Actor, request: AssistanceRequest, sort: str, text: str, on: Note | None = None) -> Note:
    """One more word of this side, as part of a step."""
    return Note.objects.create(
        request=request, unit=actor.unit, user=actor.user, user_name=actor.name, sort=sort, text=text.strip(), on=on
    )
