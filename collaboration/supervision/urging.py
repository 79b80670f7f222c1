"""Urge all who have not answered, at most once a working day; and keep what was said on the telephone."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.deadlines import duty
from collaboration.deadlines.calendar import WorkingDays
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from collaboration.supervision import rules
from collaboration.supervision.models import Call, Urge
from collaboration.worklist.models import Waiting
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit


def slot_of(day: date, calendar: WorkingDays) -> date:
    """The working day that urging on this day counts for: a day off belongs to the one before it."""
    return day if calendar.is_working_day(day) else calendar.before(day)


@transaction.atomic
def urge(actor: Actor, matter: Matter) -> Urge:
    """Urge every other unit that is waited for; the second time on one working day is refused."""
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    if not rules.can_urge(actor, matter):
        raise NotAllowed(_("Only handlers, signatories and liaisons of the unit that waits can urge."))
    rows = list(
        Waiting.objects.open()
        .filter(matter=matter)
        .exclude(unit=actor.unit)
        .select_related("unit", "person", "deadline")
    )
    if not rows:
        raise WrongState(_("No other unit is waited for."))
    calendar = WorkingDays.load()
    units = sorted({row.unit_id for row in rows})
    try:
        with transaction.atomic():
            made = Urge.objects.create(
                matter=matter,
                unit=actor.unit,
                user=actor.user,
                slot=slot_of(timezone.localdate(), calendar),
                units=units,
            )
    except IntegrityError as error:
        raise WrongState(
            _("Your unit has urged on this working day already; telephone instead, the numbers are beside the units.")
        ) from error
    record(matter, "urged", among=[row.unit for row in rows], units=[row.unit.code for row in rows])
    urgent = [row.unit for row in rows if getattr(row, "deadline", None) and row.deadline.is_urgent]
    told = [_reached(row) for row in rows] + duty.audience(urgent, timezone.now(), calendar)
    notify(matter, "urged", told, category=Category.DEADLINE)
    return made


def _reached(row: Waiting) -> Audience:
    return Audience(row.unit, users=[row.person]) if row.person else Audience(row.unit, roles=[Role(row.role)])


@transaction.atomic
def note_call(actor: Actor, matter: Matter, *, unit: Unit, spoke_with: str, called_at: datetime, answer: str) -> Call:
    """Enter a call that was made; the unit that was called reads it too."""
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    if not rules.can_note_call(actor):
        raise NotAllowed(_("Only handlers, signatories and liaisons enter calls."))
    if matter.is_purged:
        raise WrongState(_("This matter was purged; nothing can be added to it."))
    if called_at > timezone.now():
        raise WorkflowError(_("A call that has not been made yet cannot be entered."))
    if called_at < matter.opened_at:
        raise WorkflowError(_("This call lies before the matter was opened."))
    if unit.pk not in matter.parties or unit.pk == actor.unit.pk:
        raise WorkflowError(_("This unit is no other party of the matter."))
    made = Call.objects.create(
        matter=matter,
        by_unit=actor.unit,
        user=actor.user,
        unit=unit,
        spoke_with=spoke_with.strip(),
        called_at=called_at,
        answer=answer.strip(),
    )
    record(matter, "called", among=[unit], unit=unit.code, called_at=called_at.isoformat())
    return made
