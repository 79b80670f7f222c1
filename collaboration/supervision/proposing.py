"""A delay that reaches the superior becomes a proposed slip there: it learns whose delay, not what the matter says."""

from django.db import connection

from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from collaboration.supervision.rules import LEADING
from collaboration.worklist.models import Waiting


def propose(row: Waiting) -> bool:
    """Let the superior decide whether to supervise; False where nobody stands above the unit. For p_system."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT supervision_propose(%s)", [row.pk])
        found = cursor.fetchone()[0]
    if found is None:
        return False
    matter = Matter.objects.select_related("drafting_unit").get(public_id=found)
    record_carried_out(matter, "proposed", unit_id=matter.drafting_unit_id, unit=row.unit.code, step=row.step)
    notify(matter, "proposed", [Audience(matter.drafting_unit, roles=LEADING)], category=Category.DEADLINE)
    return True
