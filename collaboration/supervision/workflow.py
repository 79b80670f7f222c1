"""Supervision slips: issued with a number and a term, answered, sent back, lifted."""

from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.deadlines import setting
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter, Party
from collaboration.matters.record import record
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from collaboration.supervision import register, rules
from collaboration.supervision.acts import KIND
from collaboration.supervision.models import Slip, State
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit


@transaction.atomic
def issue(actor: Actor, *, about: UUID, unit: Unit, demand: str, due_on: date) -> Slip:
    """Supervise a unit on a matter; one running slip of a unit on a matter is enough."""
    way, row = rules.way_to_supervise(actor, str(about), unit), register.row_of(about)
    if not way or row is None:
        raise NotAllowed(_("Only leaders of its own line, or of the lead units across provinces, supervise a unit."))
    _check(demand, due_on)
    mine = Slip.objects.running().filter(about=about, unit=unit, matter__drafting_unit=actor.unit)
    if mine.exists():
        raise WrongState(_("This unit is under your supervision on this matter already."))
    matter = Matter.objects.create(
        kind=KIND, drafting_unit=actor.unit, state=State.DRAFT, classification=row.classification
    )
    slip = Slip.objects.create(matter=matter, kind=way, about=about, about_kind=row.kind, unit=unit)
    return _send(slip, demand=demand, due_on=due_on)


@transaction.atomic
def issue_proposed(actor: Actor, slip: Slip, *, demand: str, due_on: date) -> Slip:
    """Issue the slip that the portal proposed after a delay."""
    slip = _take_up(actor, slip, State.DRAFT)
    _check(demand, due_on)
    waiting.close_all(slip.matter)
    return _send(slip, demand=demand, due_on=due_on)


def _check(demand: str, due_on: date) -> None:
    if not demand.strip():
        raise WorkflowError(_("Say what is demanded."))
    if due_on < timezone.localdate():
        raise WorkflowError(_("The deadline lies in the past."))


def _send(slip: Slip, *, demand: str, due_on: date) -> Slip:
    matter = slip.matter
    if slip.unit_id != matter.drafting_unit_id:
        Party.objects.create(matter=matter, unit=slip.unit, ground=Party.Ground.INVITED)
    with connection.cursor() as cursor:
        cursor.execute("SELECT supervision_number(%s, %s)", [matter.public_id, timezone.localdate().year])
        slip.number = cursor.fetchone()[0]
    slip.year, slip.demand, slip.due_on = timezone.localdate().year, demand.strip(), due_on
    slip.save(update_fields=["demand", "due_on"])
    _move(matter, State.ISSUED)
    _ask(slip)
    record(matter, "issued", number=slip.number, unit=slip.unit.code, about=str(slip.about), due_on=due_on.isoformat())
    _tell(slip, "issued", slip.unit, (Role.HANDLER, Role.SIGNATORY))
    return slip


def _ask(slip: Slip) -> None:
    assert slip.due_on is not None  # noqa: S101 - it has just been issued
    term = setting.on_day(slip.due_on)
    setting.wait_until(slip.matter, unit=slip.unit, role=Role.HANDLER, step="feed_back", term=term)


@transaction.atomic
def feed_back(actor: Actor, slip: Slip, *, feedback: str) -> Slip:
    """Say in writing what was done."""
    slip = _locked(slip)
    if slip.unit_id != actor.unit.pk or not rules.holds(actor, rules.ANSWERING):
        raise NotAllowed(_("Only a handler or signatory of the supervised unit gives feedback."))
    if slip.state != State.ISSUED:
        raise WrongState(_("This slip waits for no feedback."))
    if not feedback.strip():
        raise WorkflowError(_("Write what was done."))
    slip.feedback, slip.feedback_at = feedback.strip(), timezone.now()
    slip.save(update_fields=["feedback", "feedback_at"])
    waiting.close_all(slip.matter)
    waiting.open_step(slip.matter, unit=slip.matter.drafting_unit, role=Role.SIGNATORY, step="check")
    _move(slip.matter, State.ANSWERED)
    record(slip.matter, "fed_back", texts={"reason": feedback.strip()})
    _tell(slip, "fed_back", slip.matter.drafting_unit, rules.LEADING)
    return slip


@transaction.atomic
def send_back(actor: Actor, slip: Slip, *, reason: str, due_on: date) -> Slip:
    """Ask again: the feedback does not do."""
    slip = _take_up(actor, slip, State.ANSWERED)
    _check(reason, due_on)
    slip.due_on = due_on
    slip.save(update_fields=["due_on"])
    waiting.close_all(slip.matter)
    _move(slip.matter, State.ISSUED)
    _ask(slip)
    record(slip.matter, "sent_back", texts={"reason": reason.strip()}, due_on=due_on.isoformat())
    _tell(slip, "sent_back", slip.unit, rules.ANSWERING)
    return slip


@transaction.atomic
def lift(actor: Actor, slip: Slip, *, reason: str) -> Slip:
    """End the supervision: it is shown on neither side any more."""
    slip = _take_up(actor, slip, State.ISSUED, State.ANSWERED)
    slip.lifted_words = reason.strip()
    slip.save(update_fields=["lifted_words"])
    waiting.close_all(slip.matter)
    _move(slip.matter, State.LIFTED)
    record(slip.matter, "lifted", texts={"reason": reason.strip()} if reason.strip() else {})
    _tell(slip, "lifted", slip.unit, rules.ANSWERING)
    return slip


@transaction.atomic
def drop(actor: Actor, slip: Slip) -> Slip:
    """Let a proposed supervision be."""
    slip = _take_up(actor, slip, State.DRAFT)
    waiting.close_all(slip.matter)
    _move(slip.matter, State.DROPPED)
    record(slip.matter, "dropped")
    return slip


def _locked(slip: Slip) -> Slip:
    matter = Matter.objects.select_for_update(no_key=True).get(pk=slip.pk)
    fresh = Slip.objects.select_related("unit").get(pk=slip.pk)
    fresh.matter = matter
    return fresh


def _take_up(actor: Actor, slip: Slip, *states: State) -> Slip:
    slip = _locked(slip)
    if not rules.can_decide(actor, slip):
        raise NotAllowed(_("Only a signatory or approver of the unit that supervises can do this."))
    if slip.state not in states:
        raise WrongState(_("This slip has moved on meanwhile; look at it again."))
    return slip


def _move(matter: Matter, state: State) -> None:
    matter.state, matter.changed_at = state, timezone.now()
    fields = ["state", "changed_at"]
    if state in (State.LIFTED, State.DROPPED):
        matter.closed_at = matter.changed_at
        fields.append("closed_at")
    matter.save(update_fields=fields)


def _tell(slip: Slip, act: str, unit: Unit, roles: tuple[Role, ...]) -> None:
    notify(slip.matter, act, [Audience(unit, roles=roles)], category=Category.DEADLINE)
