"""Inside the house: give a waiting step to somebody, pass it on, return it with a reason, take it back.

Other units learn nothing of it: rows, record and notices stay in the unit's own file.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.internal.models import Assignment
from collaboration.internal.record import record_internally, tell_internally
from collaboration.matters.models import Matter
from collaboration.worklist import rules
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.models import Membership, User

End = Assignment.End


@transaction.atomic
def give(actor: Actor, waiting: Waiting, to: User, *, note: str = "") -> Assignment:
    """Let this person handle the step; whoever holds it already must return it or pass it on first."""
    waiting, held = _take_up(actor, waiting)
    if held is not None and held.person_id == to.pk:
        raise WrongState(_("%(name)s handles this already.") % {"name": held.person_name})
    if held is not None and not rules.can_take_back(actor, held):
        raise WrongState(
            _("%(name)s handles this; it must be returned or passed on first.") % {"name": held.person_name}
        )
    if held is not None:
        _end(held, End.TAKEN_BACK)
    made = _give(actor, waiting, to, note)
    record_internally(waiting.matter.public_id, "assigned", waiting=waiting.pk, to=to.pk)
    if to != actor.user:
        tell_internally(waiting.matter.public_id, "assigned", [to])
    return made


@transaction.atomic
def pass_on(actor: Actor, waiting: Waiting, to: User, *, note: str) -> Assignment:
    """Hand one's own step to a colleague, with a word why."""
    waiting, held = _take_up(actor, waiting)
    if held is None or not rules.holds(actor, held):
        raise NotAllowed(_("Only the person who handles a step can pass it on."))
    if to == actor.user:
        raise WorkflowError(_("Choose somebody else: you handle this already."))
    if not note.strip():
        raise WorkflowError(_("Say why you pass it on."))
    _end(held, End.PASSED_ON, note)
    made = _give(actor, waiting, to, note)
    record_internally(waiting.matter.public_id, "passed_on", waiting=waiting.pk, to=to.pk)
    tell_internally(waiting.matter.public_id, "passed_on", [to])
    return made


@transaction.atomic
def give_back(actor: Actor, waiting: Waiting, *, reason: str) -> None:
    """Return a step to the unit's pool with a reason; whoever gave it is told."""
    waiting, held = _take_up(actor, waiting)
    if held is None or not rules.holds(actor, held):
        raise NotAllowed(_("Only the person who handles a step can return it."))
    if not reason.strip():
        raise WorkflowError(_("Give the reason why you return it."))
    _end(held, End.RETURNED, reason)
    record_internally(waiting.matter.public_id, "given_back", waiting=waiting.pk, to=held.by_id)
    tell_internally(waiting.matter.public_id, "given_back", User.objects.filter(pk=held.by_id))


@transaction.atomic
def take_back(actor: Actor, waiting: Waiting) -> None:
    """Take a step away from whoever holds it; it goes back to the unit's pool."""
    waiting, held = _take_up(actor, waiting)
    if held is None or not rules.can_take_back(actor, held):
        raise NotAllowed(_("Only whoever gave it, a signatory or an approver can take it back."))
    _end(held, End.TAKEN_BACK)
    record_internally(waiting.matter.public_id, "taken_back", waiting=waiting.pk, held_by=held.person_id)
    tell_internally(waiting.matter.public_id, "taken_back", User.objects.filter(pk=held.person_id))


@transaction.atomic
def hand_over(actor: Actor, held: Assignment, to: User, *, note: str) -> Assignment:
    """Give what somebody holds to their successor, as one line of a hand-over list."""
    row = Waiting.objects.visible_to(actor).filter(pk=held.waiting).first()
    if row is None or not (rules.holds(actor, held) or rules.leads(actor)):
        raise NotAllowed(_("Only the person, a signatory or an approver can hand over what somebody holds."))
    waiting, current = _take_up(actor, row)
    if current is None or current.pk != held.pk:
        raise WrongState(_("Somebody else handles this meanwhile."))
    _end(current, End.HANDED_OVER, note)
    made = _give(actor, waiting, to, note)
    record_internally(waiting.matter.public_id, "handed_over", waiting=waiting.pk, held_by=held.person_id, to=to.pk)
    tell_internally(waiting.matter.public_id, "handed_over", [to])
    return made


def _take_up(actor: Actor, waiting: Waiting) -> tuple[Waiting, Assignment | None]:
    """Under the matter's lock: the step as it is now, and who holds it."""
    matter = Matter.objects.select_for_update(no_key=True).filter(pk=waiting.matter_id).first()
    fresh = Waiting.objects.visible_to(actor).open().filter(pk=waiting.pk).first() if matter else None
    if matter is None or fresh is None or matter.is_purged:
        raise WrongState(_("This step waits no longer."))
    if not rules.can_give(actor, fresh):
        raise NotAllowed(_("Only people of the unit who work on matters can give its steps to each other."))
    fresh.matter = matter
    return fresh, Assignment.objects.filter(waiting=fresh.pk, ended_at=None).first()


def _give(actor: Actor, waiting: Waiting, to: User, note: str) -> Assignment:
    places = list(Membership.objects.valid().filter(unit=actor.unit, user=to))
    if not rules.can_take_step(waiting, places):
        role = waiting.get_role_display()
        raise WorkflowError(
            _("%(name)s cannot take this step: it needs the role “%(role)s”.") % {"name": to, "role": role}
        )
    return Assignment.objects.create(
        unit_id=actor.unit.pk,
        matter=waiting.matter.public_id,
        waiting=waiting.pk,
        person_id=to.pk,
        person_name=to.name,
        by_id=actor.user.pk,
        by_name=actor.name,
        note=note.strip()[:500],
    )


def _end(held: Assignment, end: str, reason: str = "") -> None:
    held.ended_at, held.end, held.end_reason = timezone.now(), end, reason.strip()[:500]
    held.save(update_fields=["ended_at", "end", "end_reason"])
