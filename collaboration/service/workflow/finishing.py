"""From the last attempt to the proof: make it out, take it back, release the seal."""

import hashlib

import rfc8785
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.casefiles.models import UNFIT
from collaboration.casefiles.models import State as CaseFileState
from collaboration.errors import Stale, WorkflowError, WrongState
from collaboration.matters.record import record
from collaboration.sealing import register
from collaboration.sealing.models import SealRelease
from collaboration.service import notifications, rules
from collaboration.service.evidence import files_of
from collaboration.service.models import Attempt, Result, Service, State
from collaboration.service.reading import content_of
from collaboration.service.workflow.serving import wait_for_service
from collaboration.service.workflow.taking import move, take_up
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role

RELEASE = "service.release_seal"
FIELDS = ["result", "manner", "served_on", "content_hash", "finished_at", "finished_by"]


def counting(service: Service) -> list[Attempt]:
    """The attempts that were not struck out, in order."""
    return list(service.attempts.filter(struck_at=None))


def deciding(service: Service) -> Attempt | None:
    """The attempt that the proof rests on: the one that served, or the last that failed."""
    attempts = counting(service)
    return next((one for one in attempts if one.result == Result.SERVED), attempts[-1] if attempts else None)


@transaction.atomic
def finish(actor: Actor, service: Service) -> Service:
    """Make the proof out of what was told: served on that day, or not to be served. The entrusting unit has the day."""
    service = take_up(actor, service, rules.FINISH)
    attempt = deciding(service)
    if attempt is None:
        raise WorkflowError(_("Tell at least one attempt first."))
    _hold_files_against_their_check(actor, service)
    if not register.has_certificate(service.matter.drafting_unit):
        raise WorkflowError(_("No valid seal certificate is registered for your unit; its administrator can help."))
    service.result, service.manner = attempt.result, attempt.manner
    is_served = attempt.result == Result.SERVED
    service.served_on = timezone.localdate(attempt.happened_at) if is_served else None
    service.finished_at, service.finished_by = timezone.now(), actor.name
    service.content_hash = hashlib.sha256(rfc8785.dumps(content_of(service))).hexdigest()
    service.save(update_fields=FIELDS)
    waiting.close_all(service.matter)
    move(service, State.SEALING)
    waiting.open_step(service.matter, unit=service.matter.drafting_unit, role=Role.SEAL_KEEPER, step="release_seal")
    act = f"finished_{service.result}"
    day = service.served_on.isoformat() if service.served_on else ""
    record(service.matter, act, on=day, manner=service.manner, hash=service.content_hash)
    notifications.finished(service, act)
    return service


def _hold_files_against_their_check(actor: Actor, service: Service) -> None:
    """No proof names a file that was refused when it was checked, or that nobody has looked at yet."""
    attempts = {one.public_id: one for one in counting(service)}
    exhibits = list(service.exhibits.filter(attempt_key__in=attempts))
    files = files_of(actor, exhibits)
    for one in exhibits:
        state = files[one.file_id].state
        if state in UNFIT:
            words = _("A file of attempt %(number)d was refused when it was checked. Strike it out and record it anew.")
            raise WorkflowError(words % {"number": attempts[one.attempt_key].number})
        if state == CaseFileState.WAITING:
            raise WorkflowError(_("A file of the service is still being checked; try again in a moment."))


@transaction.atomic
def take_back(actor: Actor, service: Service, *, reason: str) -> Service:
    """Take the proof back while the seal was not released, because something in it is wrong."""
    service = take_up(actor, service, rules.TAKE_BACK)
    if not reason.strip():
        raise WorkflowError(_("Give the reason."))
    if SealRelease.objects.filter(matter=service.matter).exists():
        raise WrongState(_("The seal was released already."))
    service.result = service.manner = service.content_hash = service.finished_by = ""
    service.served_on = service.finished_at = None
    service.save(update_fields=FIELDS)
    waiting.close_all(service.matter)
    move(service, State.SERVING)
    wait_for_service(service)
    record(service.matter, "taken_back", texts={"reason": reason.strip()})
    notifications.to_entrusting(service, "taken_back", is_action=True)
    return service


def subject_of_release(service: Service) -> Subject:
    """What the release of the seal is bound to."""
    return Subject(RELEASE, service.public_id, service.number, service.content_hash, Role.SEAL_KEEPER)


@transaction.atomic
def release_seal(actor: Actor, service: Service, *, content_hash: str, prove: Prove) -> Service:
    """Release the serving unit's seal for exactly this proof; the sealer puts it on."""
    service = take_up(actor, service, rules.RELEASE)
    if SealRelease.objects.filter(matter=service.matter).exists():
        raise WrongState(_("The seal was released already."))
    if content_hash != service.content_hash:
        raise Stale(_("The proof has changed meanwhile. Read it again before you release the seal."))
    proof = prove(subject_of_release(service))
    SealRelease.objects.create(
        matter=service.matter,
        unit=actor.unit,
        content_hash=content_hash,
        user=actor.user,
        method=proof.method,
        proof=proof.evidence,
    )
    waiting.done(service.matter, step="release_seal", unit=actor.unit)
    move(service)
    record(service.matter, "seal_released", hash=content_hash, method=proof.method)
    return service


@transaction.atomic
def resume(actor: Actor, service: Service) -> Service:
    """Let the sealer try again after it stopped for a reason that has been removed."""
    service = take_up(actor, service, rules.RESUME)
    if not SealRelease.objects.filter(matter=service.matter).exists():
        raise WrongState(_("The seal was not released yet."))
    record(service.matter, "sealing_resumed")
    return service
