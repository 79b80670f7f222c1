"""Rounds whose deadline has passed are closed by the portal itself, on behalf of the unit that set it."""

from django.db import transaction
from django.utils import timezone

from collaboration.deadlines import setting
from collaboration.documents import notifications
from collaboration.documents.models import JointDocument, Round, Status
from collaboration.documents.workflow import rounds
from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from tenants.jobs.each import do_each


def close_overdue_rounds() -> int:
    """Close every round whose day is over, each in its own transaction; returns how many. For p_system alone."""
    overdue = Round.objects.filter(
        closed_at=None, due_on__lt=timezone.localdate(), document__matter__state=Status.SOLICITING
    )
    return do_each(_close, overdue.values_list("document", flat=True))


@transaction.atomic
def _close(matter_id: int) -> bool:
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter_id)
    document = JointDocument.objects.with_units().get(pk=matter_id)
    document.matter = matter
    held = rounds.open_round_of(document)
    if held is None or rounds.ends_on(held) >= timezone.localdate() or document.status is not Status.SOLICITING:
        return False
    if setting.is_held(matter_id, "answer"):
        return False
    rounds.close(document, held)
    unanswered = rounds.unanswered_codes(document, held)
    record_carried_out(
        matter, "round_ran_out", unit_id=matter.drafting_unit_id, round=held.number, unanswered=unanswered
    )
    notifications.round_closed(document, "round_ran_out")
    return True
