"""The hand-over list: written and signed by the side that transfers, then signed or sent back by the other."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import rfc8785
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.assistance.models import AssistanceRequest
from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.errors import NotAllowed, Stale, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.transfers import notifications, rules
from collaboration.transfers.models import HandOver
from collaboration.transfers.workflow import reporting
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role
from tenants.units.models import Unit

HAND, TAKE = "transfer.hand_over", "transfer.take_over"
TERM = Term(CountedIn.WORKING_DAYS, 5)  # for either signature
MOST_ITEMS = 300
Items = Sequence[Mapping[str, str]]


def digest_of(request: AssistanceRequest, number: int, items: Items) -> str:
    """What both sides sign: the case, the number of the list, and everything on it."""
    said: dict[str, Any] = {"request": str(request.public_id), "number": number, "items": [dict(one) for one in items]}
    return hashlib.sha256(rfc8785.dumps(said)).hexdigest()


def subject_of(act: str, kept: HandOver) -> Subject:
    """What a signature under the list is bound to."""
    return Subject(act, kept.request.public_id, kept.number, kept.sha256, Role.HANDLER)


def begin(_actor: Actor, request: AssistanceRequest) -> None:
    """Once a transfer is accepted the file is owed: the list waits with the side that transfers."""
    if rules.is_transfer(request):
        _wait(request, request.asking_unit, "hand_over")


@transaction.atomic
def write(actor: Actor, request: AssistanceRequest, items: Items) -> HandOver:
    """Write the list, or write it anew while it is not signed."""
    request = _take_up(request)
    if not rules.hands_over(actor, request):
        raise NotAllowed(_("Only a handler of the unit that transfers the case writes the hand-over list."))
    if not 0 < len(items) <= MOST_ITEMS:
        raise WorkflowError(_("Write at least one thing, and at most %(count)d.") % {"count": MOST_ITEMS})
    kept = rules.open_list(request)
    if kept is not None and kept.handed_at:
        raise WrongState(_("The list was signed already; the other side has it."))
    if kept is None:
        kept = HandOver(request=request, number=request.hand_overs.count() + 1)
    kept.items = [dict(one) for one in items]
    kept.sha256 = digest_of(request, kept.number, items)
    kept.save()
    return kept


@transaction.atomic
def sign(actor: Actor, kept: HandOver, *, prove: Prove) -> HandOver:
    """Sign for what is handed over; from now on the list is fixed and waits for the other side."""
    request, kept = _opened(kept)
    if not rules.hands_over(actor, request):
        raise NotAllowed(_("Only a handler of the unit that transfers the case signs for it."))
    if kept.handed_at:
        raise WrongState(_("The list was signed already; the other side has it."))
    proof = prove(subject_of(HAND, kept))
    kept.handed_by, kept.handed_name, kept.handed_at = actor.user, actor.name, timezone.now()
    kept.handed_method, kept.handed_proof = proof.method, proof.evidence
    kept.save(update_fields=["handed_by", "handed_name", "handed_at", "handed_method", "handed_proof"])
    waiting.done(request.matter, step="hand_over", unit=actor.unit)
    _wait(request, request.addressee, "take_over")
    record(request.matter, "handed_over", number=kept.number, hash=kept.sha256, method=proof.method)
    notifications.of_request(request, "handed_over", request.addressee, is_action=True)
    return kept


@transaction.atomic
def take(actor: Actor, kept: HandOver, *, remark: str = "", prove: Prove) -> HandOver:
    """Sign for what was taken over, with what is missing or differs; the clock of reporting back begins."""
    request, kept = _opened(kept)
    _refuse_to_take(actor, request, kept)
    proof = prove(subject_of(TAKE, kept))
    kept.taken_by, kept.taken_name, kept.taken_at = actor.user, actor.name, timezone.now()
    kept.taken_method, kept.taken_proof, kept.remark = proof.method, proof.evidence, remark.strip()
    kept.save(update_fields=["taken_by", "taken_name", "taken_at", "taken_method", "taken_proof", "remark"])
    waiting.done(request.matter, step="take_over", unit=actor.unit)
    reporting.wait_for_next(request)
    texts = {"remark": kept.remark} if kept.remark else {}
    record(request.matter, "taken_over", texts=texts, number=kept.number, hash=kept.sha256, method=proof.method)
    notifications.of_request(request, "taken_over", request.asking_unit)
    return kept


@transaction.atomic
def send_back(actor: Actor, kept: HandOver, *, reason: str) -> HandOver:
    """Not what arrived: the side that transfers writes the list anew."""
    request, kept = _opened(kept)
    _refuse_to_take(actor, request, kept)
    if not reason.strip():
        raise WorkflowError(_("Give the reason."))
    kept.returned_at, kept.remark = timezone.now(), reason.strip()
    kept.save(update_fields=["returned_at", "remark"])
    waiting.done(request.matter, step="take_over", unit=actor.unit)
    _wait(request, request.asking_unit, "hand_over")
    record(request.matter, "list_returned", texts={"reason": kept.remark}, number=kept.number)
    notifications.of_request(request, "list_returned", request.asking_unit, is_action=True)
    return kept


def _refuse_to_take(actor: Actor, request: AssistanceRequest, kept: HandOver) -> None:
    if not rules.takes_over(actor, request):
        raise NotAllowed(_("Only a handler of the unit that takes the case over signs for it."))
    if not kept.handed_at:
        raise WrongState(_("The other side has not signed this list."))


def _take_up(request: AssistanceRequest) -> AssistanceRequest:
    """Under the matter's lock, read again."""
    Matter.objects.select_for_update(no_key=True).filter(pk=request.pk).first()
    fresh = AssistanceRequest.objects.with_units().filter(pk=request.pk).first()
    if fresh is None:
        raise WrongState(_("This matter is no longer there."))
    return fresh


def _opened(kept: HandOver) -> tuple[AssistanceRequest, HandOver]:
    """The request and its open list; whoever saw another text than is there now is told."""
    request = _take_up(kept.request)
    fresh = rules.open_list(request)
    if fresh is None or fresh.pk != kept.pk:
        raise WrongState(_("This list is no longer open."))
    if fresh.sha256 != kept.sha256:
        raise Stale(_("The list was changed meanwhile. Read it again."))
    fresh.request = request
    return request, fresh


def _wait(request: AssistanceRequest, unit: Unit, step: str) -> None:
    setting.pass_on(request.matter, unit=unit, role=Role.HANDLER, step=step, term=TERM)
