"""Whoever holds a step agrees, sends back, hands on or adds a signer; substitutes are named for who cannot."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval import rules
from collaboration.approval.models import Act, Run, Step, StepKind
from collaboration.approval.workflow import running
from collaboration.deadlines.calendar import WorkingDays
from collaboration.errors import NotAllowed, Stale, WorkflowError, WrongState
from collaboration.internal.record import record_internally, tell_internally
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor
from tenants.identity.models import User


@transaction.atomic
def agree(actor: Actor, step: Step, *, comment: str = "") -> Run:
    """Agree to what was submitted; with the last of a position the next one opens, with the last of all it is clear."""
    matter, run, step = _take_step(actor, step)
    if running.subject_of(actor, matter, run.word).digest != run.digest:
        raise Stale(_("The text was changed after it was submitted; it has to be submitted again first."))
    step.state, step.agreed_at, step.agreed_by_name = Step.State.AGREED, timezone.now(), actor.name
    step.comment = comment.strip()[: running.WORDS]
    step.save(update_fields=["state", "agreed_at", "agreed_by_name", "comment"])
    running.note(actor, run, Act.What.AGREED, step=step, words=comment)
    record_internally(matter.public_id, "approval_agreed", run=run.pk, step=step.pk, kind=step.kind, digest=run.digest)
    _go_on(matter, run, step.position)
    return run


def _go_on(matter: Matter, run: Run, position: int) -> None:
    together = running.positions(run)
    if any(one.state == Step.State.WAITING for one in together[position]):
        return
    following = next((number for number in together if number > position), None)
    if following is not None:
        tell_internally(matter.public_id, "approval_waits", running.open_position(run, following, together[following]))
        return
    run.state, run.ended_at = Run.State.APPROVED, timezone.now()
    run.save(update_fields=["state", "ended_at"])
    tell_internally(matter.public_id, "approval_complete", running.begun_by(run))


@transaction.atomic
def send_back(actor: Actor, step: Step, *, reason: str, to: int = 0) -> Run:
    """Send it back to an earlier step, which takes its turn again with all that follow."""
    matter, run, step = _take_step(actor, step)
    if not reason.strip():
        raise WorkflowError(_("Give the reason why you send it back."))
    together = running.positions(run)
    if to not in together or to >= step.position:
        raise WorkflowError(_("It can be sent back only to an earlier step."))
    steps = [one for some in together.values() for one in some]
    running.reset(steps, to)
    told = running.open_position(run, to, together[to])
    running.note(actor, run, Act.What.RETURNED, step=step, words=reason, to_kind=together[to][0].kind)
    record_internally(matter.public_id, "approval_returned", run=run.pk, step=step.pk, to=to)
    tell_internally(matter.public_id, "approval_returned", told)
    return run


@transaction.atomic
def hand_on(actor: Actor, step: Step, to: User, *, reason: str = "") -> Run:
    """Let somebody else of the house take one's step."""
    matter, run, step = _take_step(actor, step)
    _name(step, running.colleague(actor, to))
    running.note(actor, run, Act.What.HANDED_ON, step=step, words=reason, to=to.name)
    record_internally(matter.public_id, "approval_handed_on", run=run.pk, step=step.pk, to=to.pk)
    tell_internally(matter.public_id, "approval_waits", [to])
    return run


@transaction.atomic
def add_signer(actor: Actor, step: Step, to: User, *, reason: str = "") -> Run:
    """Have somebody else agree as well before it goes on."""
    matter, run, step = _take_step(actor, step)
    running.colleague(actor, to)
    if run.steps.filter(position=step.position, person_id=to.pk).exclude(state=Step.State.AGREED).exists():
        raise WrongState(_("%(name)s is asked already.") % {"name": to.name})
    added = Step(run=run, unit_id=run.unit_id, position=step.position, kind=StepKind.ADDED, days=step.days)
    added.person_id, added.person_name, added.role = to.pk, to.name, step.role
    added.save()
    running.open_step(run, added, WorkingDays.load(), running.latest_day(run))
    running.note(actor, run, Act.What.SIGNER_ADDED, step=step, words=reason, to=to.name)
    record_internally(matter.public_id, "approval_signer_added", run=run.pk, step=added.pk, to=to.pk)
    tell_internally(matter.public_id, "approval_waits", [to])
    return run


@transaction.atomic
def substitute(actor: Actor, step: Step, to: User, *, reason: str) -> Run:
    """Name somebody else for a step whose holder left or is away; it need not be its turn yet."""
    matter, run = running.take_up(actor, step.run)
    fresh = run.steps.filter(pk=step.pk).exclude(state=Step.State.AGREED).first()
    if fresh is None:
        raise WrongState(_("This step waits no longer."))
    if not rules.can_steer(actor, run):
        raise NotAllowed(_("Only who submitted it, a signatory or an approver names a substitute."))
    if not reason.strip():
        raise WorkflowError(_("Say why somebody else takes this step."))
    _name(fresh, running.colleague(actor, to))
    running.note(actor, run, Act.What.SUBSTITUTED, step=fresh, words=reason, to=to.name)
    record_internally(matter.public_id, "approval_substituted", run=run.pk, step=fresh.pk, to=to.pk)
    if fresh.state == Step.State.WAITING:
        tell_internally(matter.public_id, "approval_waits", [to])
    return run


def _name(step: Step, person: User) -> None:
    step.person_id, step.person_name = person.pk, person.name
    step.save(update_fields=["person_id", "person_name"])


def _take_step(actor: Actor, step: Step) -> tuple[Matter, Run, Step]:
    """The step as it is now, by somebody who may take it, while it is its turn."""
    matter, run = running.take_up(actor, step.run)
    fresh = run.steps.filter(pk=step.pk).first()
    if fresh is None or fresh.state != Step.State.WAITING:
        raise WrongState(_("This step waits no longer."))
    if fresh.position == 0 or fresh.kind == StepKind.OPINION:
        raise WrongState(_("This is no step to agree to."))
    if not fresh.is_for(actor):
        raise NotAllowed(_("This step waits for somebody else."))
    return matter, run, fresh
