"""Ask a superior across levels; approve, redirect or refuse with a reason; withdraw."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.deadlines import setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.levels import rules
from collaboration.levels.acts import KIND
from collaboration.levels.models import Decision, State
from collaboration.matters.models import Matter, Party
from collaboration.matters.record import record
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from collaboration.worklist import waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit

TERM = Term(CountedIn.WORKING_DAYS, 3)
NEEDS_REASON = frozenset({State.REDIRECTED, State.REFUSED})
OUTCOMES = (State.APPROVED, State.REDIRECTED, State.REFUSED)


@dataclass(frozen=True)
class Subject:
    """What is to go to the other unit, as far as the superior is told: kind, name and purpose, no text."""

    about: UUID
    about_kind: str
    title: str
    purpose: str
    classification: int = 0


@transaction.atomic
def ask(actor: Actor, subject: Subject, unit: Unit) -> Decision:
    """Ask the superior whose decision it takes; one open request for a unit on a matter is enough."""
    superior = rules.decider(actor.unit, unit)
    if not rules.can_ask(actor):
        raise NotAllowed(_("Only a handler, signatory or liaison can ask for a level decision."))
    if superior is None:
        raise WorkflowError(_("Nobody has to decide on this: the units are of one level, or of one line."))
    if not subject.purpose.strip():
        raise WorkflowError(_("Say what the unit is needed for."))
    before = Decision.objects.visible_to(actor).on(subject.about).filter(unit=unit)
    if before.filter(matter__state__in=[State.WAITING, State.APPROVED]).exists():
        raise WrongState(_("This was asked already."))
    matter = Matter.objects.create(
        kind=KIND, drafting_unit=actor.unit, state=State.DRAFT, classification=subject.classification
    )
    decision = Decision.objects.create(
        matter=matter,
        about=subject.about,
        about_kind=subject.about_kind,
        subject=subject.title,
        purpose=subject.purpose.strip(),
        unit=unit,
        deciding_unit=superior,
    )
    if superior != actor.unit:
        Party.objects.create(matter=matter, unit=superior, ground=Party.Ground.INVITED)
    _move(matter, State.WAITING)
    setting.wait_until(matter, unit=superior, role=Role.APPROVER, step="decide_level", term=TERM)
    record(matter, "asked", unit=unit.code, decider=superior.code, about=str(subject.about))
    notify(matter, "asked", [Audience(superior, roles=(Role.APPROVER,))], category=Category.ACTION)
    return decision


@transaction.atomic
def decide(
    actor: Actor, decision: Decision, *, outcome: str, reason: str = "", redirected_to: Unit | None = None
) -> Decision:
    """Say yes, name another unit, or say no; whoever does not simply approve gives the reason."""
    decision = _take_up(actor, decision)
    if not rules.can_decide(actor, decision):
        raise NotAllowed(_("Only an approver of the deciding unit can decide this, once."))
    state = State(outcome)
    if state not in OUTCOMES:
        raise WorkflowError(_("Approve, redirect or refuse it."))
    if state in NEEDS_REASON and not reason.strip():
        raise WorkflowError(_("Give the reason."))
    if (redirected_to is None) == (state is State.REDIRECTED):
        raise WorkflowError(_("Name the unit to which it is redirected."))
    if redirected_to in (decision.unit, decision.matter.drafting_unit):
        raise WorkflowError(_("It cannot be redirected to this unit."))
    decision.reason, decision.redirected_to = reason.strip(), redirected_to
    decision.decided_by, decision.decided_at = actor.name, timezone.now()
    decision.save(update_fields=["reason", "redirected_to", "decided_by", "decided_at"])
    _move(decision.matter, state)
    waiting.close_all(decision.matter)
    texts = {"reason": decision.reason} if decision.reason else {}
    detail: dict[str, Any] = {"to": redirected_to.code} if redirected_to else {}
    record(decision.matter, str(state), texts=texts, **detail)
    asking = Audience(decision.matter.drafting_unit, roles=(Role.HANDLER,))
    notify(decision.matter, str(state), [asking], category=Category.ACTION)
    return decision


@transaction.atomic
def withdraw(actor: Actor, decision: Decision) -> Decision:
    """Take the request back before it is decided."""
    decision = _take_up(actor, decision)
    if not rules.can_withdraw(actor, decision):
        raise WrongState(_("This was decided already, or is not yours to withdraw."))
    _move(decision.matter, State.WITHDRAWN)
    waiting.close_all(decision.matter)
    record(decision.matter, "withdrawn")
    return decision


def _take_up(actor: Actor, decision: Decision) -> Decision:
    Matter.objects.select_for_update(no_key=True).filter(pk=decision.pk).first()
    fresh = Decision.objects.visible_to(actor).filter(pk=decision.pk).first()
    if fresh is None or fresh.matter.is_purged:
        raise WrongState(_("This matter is no longer there."))
    return fresh


def _move(matter: Matter, state: State) -> None:
    matter.state, matter.changed_at = state, timezone.now()
    matter.closed_at = None if state is State.WAITING else matter.changed_at
    matter.save(update_fields=["state", "changed_at", "closed_at"])
