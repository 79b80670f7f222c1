"""At the door: begin, hand evidence in, tell each attempt, strike out a mistaken one, end with the assistance."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.assistance import rules as asked
from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.workflow.taking import take_up as take_up_request
from collaboration.casefiles import storing
from collaboration.casefiles.models import CaseFile
from collaboration.deadlines import setting
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters import confidences
from collaboration.matters.models import Matter, Party
from collaboration.matters.record import record
from collaboration.sealing.check_codes import new_check_code
from collaboration.service import notifications, rules, terms
from collaboration.service.acts import KIND
from collaboration.service.evidence import fit, standing
from collaboration.service.models import Attempt, Exhibit, Result, Service, State
from collaboration.service.requirements import missing
from collaboration.service.workflow.taking import move, take_up
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

MOST_EXHIBITS, MOST_ATTEMPTS = 60, 30


@dataclass(frozen=True)
class Evidence:
    """One picture, video or scan whose file has arrived; ``key`` comes from the phone."""

    key: UUID
    attempt_key: UUID
    sort: str
    file: CaseFile
    taken_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """An attempt as the officers tell it; ``key`` comes from the phone."""

    key: UUID
    manner: str
    result: str
    happened_at: datetime
    confidential: dict[str, str]
    failure: str = ""


@transaction.atomic
def begin(actor: Actor, request: AssistanceRequest) -> Service:
    """Take the paper up for serving. The entrusting unit sees every attempt from now on."""
    request = take_up_request(actor, request, asked.REPORT)
    if not rules.can_begin(actor, request):
        raise NotAllowed(_("Only a handler of the unit that accepted it begins to serve."))
    running = Service.objects.visible_to(actor).filter(
        request=request, matter__state__in=[State.SERVING, State.SEALING]
    )
    if found := running.with_units().first():
        return found
    matter = Matter.objects.create(
        kind=KIND, drafting_unit=actor.unit, state=State.DRAFT, classification=request.matter.classification
    )
    number = request.services.count() + 1
    service = Service.objects.create(matter=matter, request=request, number=number, check_code=new_check_code())
    Party.objects.create(matter=matter, unit=request.asking_unit, ground=Party.Ground.INFORMED)
    move(service, State.SERVING)
    wait_for_service(service)
    record(matter, "begun", request=str(request.public_id), number=number)
    notifications.to_entrusting(service, "begun")
    return service


def wait_for_service(service: Service) -> None:
    """Let the service wait, with the last day that the entrusting unit named while that can be met."""
    last, unit = terms.serve_by(service.request), service.matter.drafting_unit
    if last is None or last < timezone.localdate():
        waiting.open_step(service.matter, unit=unit, role=Role.HANDLER, step="serve")
    else:
        term = setting.on_day(last)
        setting.wait_until(service.matter, unit=unit, role=Role.HANDLER, step="serve", term=term)


@transaction.atomic
def hand_in(actor: Actor, service: Service, evidence: Evidence) -> Exhibit:
    """Keep a piece of evidence of an attempt; sent twice, it is one."""
    service = take_up(actor, service, rules.SERVE)
    if known := service.exhibits.filter(public_id=evidence.key).first():
        return known
    _refuse_foreign(Exhibit.objects.filter(public_id=evidence.key).exists())
    if service.exhibits.count() >= MOST_EXHIBITS:
        raise WorkflowError(_("A service takes at most %(count)d files.") % {"count": MOST_EXHIBITS})
    if service.attempts.filter(public_id=evidence.attempt_key).exists():
        raise WrongState(_("This attempt was told already; its files are complete."))
    file = evidence.file
    fit(file)
    exhibit = Exhibit.objects.create(
        public_id=evidence.key, service=service, attempt_key=evidence.attempt_key, sort=evidence.sort, file=file,
        media_type=file.media_type, sha256=file.sha256, taken_at=evidence.taken_at, user=actor.user,
    )  # fmt: skip
    storing.share_persons(file)
    move(service)
    record(service.matter, "exhibit_received", sha256=exhibit.sha256, sort=exhibit.sort)
    return exhibit


@transaction.atomic
def tell(actor: Actor, service: Service, told: Told) -> Attempt:
    """Record an attempt, whole; sent twice, it is one. The entrusting unit hears of it at once."""
    service = take_up(actor, service, rules.SERVE)
    if known := service.attempts.filter(public_id=told.key).first():
        return known
    _refuse_foreign(Attempt.objects.filter(public_id=told.key).exists())
    if service.attempts.count() >= MOST_ATTEMPTS:
        raise WorkflowError(_("A service has at most %(count)d attempts.") % {"count": MOST_ATTEMPTS})
    given: dict[str, Any] = {**told.confidential, "failure": told.failure}
    exhibits = standing(actor, service, told.key)
    if lacks := [str(words) for _field, words in missing(told.manner, told.result, given, exhibits)]:
        raise WorkflowError(" ".join(lacks))
    attempt = Attempt.objects.create(
        public_id=told.key, service=service, number=service.attempts.count() + 1, manner=told.manner,
        result=told.result, failure=told.failure if told.result == Result.FAILED else "",
        happened_at=told.happened_at, confidences=confidences.conceal(service.matter, told.confidential),
        user=actor.user, user_name=actor.name,
    )  # fmt: skip
    move(service)
    act = "attempt_served" if attempt.result == Result.SERVED else "attempt_failed"
    record(service.matter, act, number=attempt.number, manner=attempt.manner, on=told.happened_at.isoformat())
    notifications.to_entrusting(service, act, is_action=True)
    return attempt


@transaction.atomic
def strike(actor: Actor, service: Service, attempt: Attempt, *, reason: str) -> None:
    """Strike out an attempt that was told by mistake; it stays to be read, with the reason."""
    service = take_up(actor, service, rules.STRIKE)
    if not reason.strip():
        raise WorkflowError(_("Give the reason."))
    if not service.attempts.filter(pk=attempt.pk, struck_at=None).update(struck_at=timezone.now()):
        raise WrongState(_("This attempt was struck out already."))
    move(service)
    record(service.matter, "attempt_struck", texts={"reason": reason.strip()}, number=attempt.number)
    notifications.to_entrusting(service, "attempt_struck", is_action=True)


@transaction.atomic
def open_confidences(actor: Actor, service: Service) -> None:
    """Record that the person opens what is said of persons, and the pictures."""
    service = take_up(actor, service, rules.READ_CONFIDENCES)
    record(service.matter, "opened_confidences")


@transaction.atomic
def print_papers(actor: Actor, service: Service) -> None:
    """Record that the papers for the door, which name the recipient, are printed."""
    service = take_up(actor, service, rules.PRINT)
    record(service.matter, "paper_printed")


def end(service: Service) -> None:
    """End with the assistance, as part of that step; what was done stays to be read."""
    waiting.close_all(service.matter)
    move(service, State.ENDED)
    record(service.matter, "ended")


def _refuse_foreign(is_there: bool) -> None:
    if is_there:
        raise WorkflowError(_("This was handed in for another service."))
