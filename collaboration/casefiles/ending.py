"""How a matter ends: each side confirms its archive; then terms run until it is hidden and until it is erased."""

import time
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from collaboration.casefiles.models import Ending, Hold, Unfinished
from collaboration.casefiles.storing import part_path
from collaboration.matters.models import PURGED, Matter
from collaboration.matters.record import record_carried_out

FORGOTTEN = timedelta(days=3)


def hide_due() -> int:
    """Hide what has lain open long enough and is not held; how many matters. Runs as p_system."""
    held = Hold.objects.filter(lifted_at=None).values("matter")
    due = Ending.objects.filter(hidden_at=None, hide_on__lte=timezone.localdate()).exclude(matter__in=held)
    return sum(_hide(matter) for matter in due.exclude(matter__state=PURGED).values_list("matter", flat=True))


@transaction.atomic
def _hide(matter_id: int) -> bool:
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    ending = Ending.objects.filter(pk=matter_id, hidden_at=None)
    if not ending.update(hidden_at=timezone.now()):
        return False
    record_carried_out(matter, "hidden", unit_id=matter.drafting_unit_id)
    return True


def forget_unfinished() -> int:
    """Give up uploads that nobody has gone on with for days. Runs as p_system."""
    for path in part_path(UUID(int=0)).parent.glob("*"):
        if time.time() - path.stat().st_mtime > FORGOTTEN.total_seconds():
            path.unlink(missing_ok=True)
    old = list(Unfinished.objects.filter(begun_at__lt=timezone.now() - FORGOTTEN).values_list("pk", flat=True))
    for upload in old:
        Unfinished.objects.filter(pk=upload).delete()
        part_path(upload).unlink(missing_ok=True)
    return len(old)
