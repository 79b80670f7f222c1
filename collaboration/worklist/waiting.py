"""Open and close waiting rows; called by the steps of every space, in their transaction."""

from datetime import date

from django.db.models import Case, QuerySet, When
from django.utils import timezone

from collaboration.matters.models import Matter
from collaboration.worklist.models import Urgency, Waiting
from tenants.db.context import acting
from tenants.identity.models import User
from tenants.identity.roles import Role
from tenants.units.models import Unit


def open_step(
    matter: Matter,
    *,
    unit: Unit,
    role: Role,
    step: str,
    due_on: date | None = None,
    person: User | None = None,
    urgency: Urgency = Urgency.ORDINARY,
) -> Waiting:
    """Let a step wait for a role in a unit, or for a named person there."""
    return Waiting.objects.create(
        matter=matter, unit=unit, role=role, step=step, due_on=due_on, person=person, urgency=urgency
    )


def done(matter: Matter, *, step: str, unit: Unit | None = None) -> int:
    """Close the open rows of a step, of one unit or of all; returns how many."""
    rows = Waiting.objects.filter(matter=matter, step=step, done_at=None)
    return _close(rows if unit is None else rows.filter(unit=unit))


def close_all(matter: Matter) -> int:
    """Close everything that still waits on a matter, because it has ended or gone back; returns how many."""
    return _close(Waiting.objects.filter(matter=matter, done_at=None))


def _close(rows: QuerySet[Waiting]) -> int:
    """Rows of the acting unit are taken by whoever acts; those of other units fall away."""
    me = acting()
    by = Case(When(unit=me.unit_id, then=me.user_id)) if me.unit_id else None
    return rows.update(done_at=timezone.now(), done_by=by)
