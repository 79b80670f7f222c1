"""The two sides of a deadline: the unit that asked and the unit that answers agree on another end."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.deadlines import setting
from collaboration.deadlines.models import Deadline, Proposal
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit

ROLES = (Role.HANDLER, Role.SIGNATORY)


def is_asking(actor: Actor, deadline: Deadline) -> bool:
    """Whether the person may speak for the unit that set the deadline."""
    return _may_speak(actor) and deadline.waiting.matter.drafting_unit_id == actor.unit.pk


def is_answering(actor: Actor, deadline: Deadline) -> bool:
    """Whether the person may speak for the unit that has to keep it."""
    return _may_speak(actor) and deadline.waiting.unit_id == actor.unit.pk


def _may_speak(actor: Actor) -> bool:
    return any(actor.has(role) for role in ROLES)


@transaction.atomic
def propose(actor: Actor, deadline: Deadline, *, until: datetime, reason: str) -> Proposal:
    """Ask the other side for another end; where it has asked already, this is the answer: a counter-proposal."""
    deadline = _take_up(actor, deadline)
    _check_end(deadline, until)
    before = deadline.proposals.filter(outcome=Proposal.Outcome.OPEN).first()
    if before is not None and before.unit_id == actor.unit.pk:
        raise WrongState(_("Your unit has already asked for another day; wait for the answer."))
    if before is not None:
        _answer(before, Proposal.Outcome.COUNTERED, "")
    made = Proposal.objects.create(
        deadline=deadline, unit=actor.unit, user=actor.user, until=until, reason=reason.strip()
    )
    act = "deadline_countered" if before else "deadline_proposed"
    _record(deadline, act, until, reason)
    _tell(deadline, act, _other_side(actor, deadline))
    return made


@transaction.atomic
def accept(actor: Actor, proposal: Proposal) -> Deadline:
    """Agree to the end that the other side proposed."""
    deadline = _take_up(actor, proposal.deadline)
    _answer(_open_one(actor, deadline, proposal), Proposal.Outcome.ACCEPTED, "")
    if proposal.until <= timezone.now():
        raise WrongState(_("The proposed day has passed; propose another one."))
    setting.move_to(deadline, proposal.until)
    _record(deadline, "deadline_extended", proposal.until, "")
    _tell(deadline, "deadline_extended", _other_side(actor, deadline))
    return deadline


@transaction.atomic
def decline(actor: Actor, proposal: Proposal, *, reason: str) -> Deadline:
    """Keep the end as it is."""
    deadline = _take_up(actor, proposal.deadline)
    if not reason.strip():
        raise WorkflowError(_("Give the reason why the deadline stays."))
    _answer(_open_one(actor, deadline, proposal), Proposal.Outcome.DECLINED, reason.strip())
    _record(deadline, "deadline_kept", proposal.until, reason)
    _tell(deadline, "deadline_kept", _other_side(actor, deadline))
    return deadline


@transaction.atomic
def extend(actor: Actor, deadline: Deadline, *, until: datetime, reason: str) -> Deadline:
    """Give more time unasked: the unit that set the deadline alone. A proposal that waits is answered by it."""
    deadline = _take_up(actor, deadline)
    if not is_asking(actor, deadline):
        raise NotAllowed(_("Only the unit that set the deadline gives more time; propose another day to it."))
    _check_end(deadline, until)
    if deadline.due_at and until < deadline.due_at:
        raise WorkflowError(_("Time that was given is not taken back; agree on an earlier day with the other unit."))
    for waiting in deadline.proposals.filter(outcome=Proposal.Outcome.OPEN):
        _answer(waiting, Proposal.Outcome.COUNTERED, reason.strip())
    setting.move_to(deadline, until)
    _record(deadline, "deadline_extended", until, reason)
    _tell(deadline, "deadline_extended", deadline.waiting.unit)
    return deadline


@transaction.atomic
def begin(actor: Actor, deadline: Deadline) -> None:
    """Accept what is asked: a clock that waited for it runs from now."""
    deadline = _take_up(actor, deadline)
    if not is_answering(actor, deadline):
        raise NotAllowed(_("Only the unit that has to keep the deadline accepts."))
    deadline = setting.begin(deadline.waiting)
    _record(deadline, "deadline_begun", deadline.due_at, "")
    _tell(deadline, "deadline_begun", deadline.waiting.matter.drafting_unit)


@transaction.atomic
def stand_still(actor: Actor, deadline: Deadline, *, reason: str) -> None:
    """Stop the clock until something is completed: the unit that set the deadline decides it."""
    deadline = _take_up(actor, deadline)
    _only_asking(actor, deadline)
    setting.stand_still(deadline.waiting, reason=reason.strip())
    _record(deadline, "deadline_stands", None, reason)
    _tell(deadline, "deadline_stands", deadline.waiting.unit)


@transaction.atomic
def go_on(actor: Actor, deadline: Deadline) -> None:
    """Let the clock run again."""
    deadline = _take_up(actor, deadline)
    _only_asking(actor, deadline)
    deadline = setting.go_on(deadline.waiting)
    _record(deadline, "deadline_goes_on", deadline.due_at, "")
    _tell(deadline, "deadline_goes_on", deadline.waiting.unit)


def _only_asking(actor: Actor, deadline: Deadline) -> None:
    if not is_asking(actor, deadline):
        raise NotAllowed(_("Only the unit that set the deadline can do this."))


def _take_up(actor: Actor, deadline: Deadline) -> Deadline:
    """Lock the matter, read the deadline again; of two people at once the second meets what the first left."""
    found = Deadline.objects.select_related("waiting").get(pk=deadline.pk)
    matter = Matter.objects.select_for_update(no_key=True).filter(pk=found.waiting.matter_id).first()
    fresh = Deadline.objects.select_related("waiting__unit", "waiting__matter__drafting_unit").get(pk=deadline.pk)
    if matter is None or not (is_asking(actor, fresh) or is_answering(actor, fresh)):
        raise NotAllowed(_("Only handlers and signatories of the two units concerned agree on a deadline."))
    if fresh.waiting.done_at is not None:
        raise WrongState(_("This step was taken or has fallen away; its deadline is over."))
    return fresh


def _check_end(deadline: Deadline, until: datetime) -> None:
    if until <= timezone.now():
        raise WorkflowError(_("The deadline lies in the past."))
    if until == deadline.due_at:
        raise WorkflowError(_("This is the deadline already."))


def _open_one(actor: Actor, deadline: Deadline, proposal: Proposal) -> Proposal:
    waiting = deadline.proposals.filter(outcome=Proposal.Outcome.OPEN, pk=proposal.pk).first()
    if waiting is None:
        raise WrongState(_("This proposal has been answered already."))
    if waiting.unit_id == actor.unit.pk and deadline.waiting.unit_id != deadline.waiting.matter.drafting_unit_id:
        raise NotAllowed(_("The other unit answers this proposal."))
    return waiting


def _answer(proposal: Proposal, outcome: str, words: str) -> None:
    proposal.outcome, proposal.answer, proposal.answered_at = outcome, words, timezone.now()
    proposal.save(update_fields=["outcome", "answer", "answered_at"])


def _other_side(actor: Actor, deadline: Deadline) -> Unit:
    asking, answering = deadline.waiting.matter.drafting_unit, deadline.waiting.unit
    return answering if actor.unit.pk == asking.pk else asking


def _record(deadline: Deadline, act: str, until: datetime | None, reason: str) -> None:
    texts = {"reason": reason.strip()} if reason.strip() else {}
    detail = {"until": until.isoformat()} if until else {}
    row = deadline.waiting
    record(row.matter, act, texts=texts, among=[row.unit], unit=row.unit.code, step=row.step, **detail)


def _tell(deadline: Deadline, act: str, unit: Unit) -> None:
    notify(deadline.waiting.matter, act, [Audience(unit, roles=ROLES)], category=Category.DEADLINE)
