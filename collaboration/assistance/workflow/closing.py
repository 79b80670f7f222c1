"""The calendar closes an answered enquiry that nobody asks further about; the term of the confirmation warns of it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from collaboration.assistance import notifications
from collaboration.assistance.models import AssistanceRequest, KindVersion, Status
from collaboration.assistance.models.catalogue import NEVER_BY_ITSELF
from collaboration.deadlines.models import Deadline
from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from collaboration.worklist import waiting

DAYS = 10  # working days
AHEAD = timedelta(minutes=10)  # before the clock would tell of a delay that is none


def closes_by_itself(version: KindVersion) -> bool:
    """Whether the calendar may close requests of this kind; never a transfer, a service or a request for evidence."""
    return version.closes_by_itself and version.kind_id not in NEVER_BY_ITSELF


def close_unasked() -> int:
    """Close what was answered and whose term to ask further ends now, for a job of the system; how many."""
    due = Deadline.objects.filter(
        waiting__done_at=None, waiting__step="confirm", waiting__matter__kind="assistance",
        waiting__matter__state=Status.ANSWERED, due_at__lte=timezone.now() + AHEAD, standing_since=None,
    )  # fmt: skip
    return sum(_close(pk) for pk in due.values_list("waiting__matter", flat=True))


@transaction.atomic
def _close(pk: int) -> bool:
    matter = Matter.objects.select_for_update(no_key=True).get(pk=pk)
    request = AssistanceRequest.objects.with_units().get(pk=pk)
    if matter.state != Status.ANSWERED or not closes_by_itself(request.kind_version):
        return False
    waiting.close_all(matter)
    matter.state, matter.changed_at = Status.CLOSED, timezone.now()
    matter.closed_at = matter.changed_at
    matter.save(update_fields=["state", "changed_at", "closed_at"])
    record_carried_out(matter, "closed_by_calendar", unit_id=matter.drafting_unit_id)
    notifications.closed_by_calendar(request)
    return True
