"""How a matter ends: each side confirms its archive; then terms run until it is hidden and until it is erased.

Before either happens the people of every side are told, in time to take out what they need or to set a hold.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from collaboration.casefiles import notifications
from collaboration.casefiles.models import Ending, Hold
from collaboration.casefiles.schedule import TOLD_BEFORE_ERASING, TOLD_BEFORE_HIDING
from collaboration.matters.models import PURGED, Matter
from collaboration.matters.record import record_carried_out


def announce_due() -> int:
    """Tell of every matter that will soon be hidden or erased; how many. Runs as p_system."""
    today = timezone.localdate()
    hiding = _running().filter(hidden_at=None, hide_told_on=None, hide_on__lte=today + TOLD_BEFORE_HIDING)
    erasing = _running().filter(erased_at=None, erase_told_on=None, erase_on__lte=today + TOLD_BEFORE_ERASING)
    told = [(pk, "hiding_announced", "hide", TOLD_BEFORE_HIDING) for pk in hiding.values_list("matter", flat=True)]
    told += [(pk, "erasing_announced", "erase", TOLD_BEFORE_ERASING) for pk in erasing.values_list("matter", flat=True)]
    return sum(_announce(*one, today) for one in told)


@transaction.atomic
def _announce(matter_id: int, act: str, what: str, notice: timedelta, today: date) -> bool:
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    ending = Ending.objects.get(pk=matter_id)
    if getattr(ending, f"{what}_told_on"):
        return False
    Ending.objects.filter(pk=matter_id).update(**{f"{what}_told_on": today})
    day = max(getattr(ending, f"{what}_on"), today + notice)
    record_carried_out(matter, act, unit_id=matter.drafting_unit_id, on=day.isoformat())
    notifications.announced(matter, act)
    return True


def hide_due() -> int:
    """Hide what has lain open long enough and is not held; how many matters. Runs as p_system."""
    today = timezone.localdate()
    due = _running().filter(hidden_at=None, hide_on__lte=today, hide_told_on__lte=today - TOLD_BEFORE_HIDING)
    return sum(_hide(matter) for matter in due.values_list("matter", flat=True))


def _running() -> QuerySet[Ending]:
    held = Hold.objects.filter(lifted_at=None).values("matter")
    return Ending.objects.exclude(matter__in=held).exclude(matter__state=PURGED)


@transaction.atomic
def _hide(matter_id: int) -> bool:
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    ending = Ending.objects.filter(pk=matter_id, hidden_at=None)
    if not ending.update(hidden_at=timezone.now()):
        return False
    record_carried_out(matter, "hidden", unit_id=matter.drafting_unit_id)
    return True
