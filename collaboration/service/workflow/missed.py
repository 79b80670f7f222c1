"""When the last day on which a paper may be served has passed, both units hear of it, once. For p_system."""

from django.db import transaction

from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from collaboration.service import notifications
from collaboration.service.models import Service, State
from collaboration.service.terms import Outlook, outlook
from tenants.audit.models import Record

ACT = "legal_day_missed"


def tell_missed() -> int:
    """Tell of every service whose last day has passed unserved; returns how many were told of now."""
    serving = Service.objects.filter(matter__state=State.SERVING).with_units()
    return sum(_tell(one.pk) for one in list(serving) if outlook(one) == Outlook.MISSED)


@transaction.atomic
def _tell(pk: int) -> bool:
    matter = Matter.objects.select_for_update(no_key=True).get(pk=pk)
    is_known = Record.objects.filter(chain=matter.public_id, act=ACT).exists()
    if matter.state != State.SERVING or is_known or _has_served(pk):
        return False
    service = Service.objects.with_units().get(pk=pk)
    record_carried_out(matter, ACT, unit_id=matter.drafting_unit_id)
    notifications.to_both(service, ACT)
    return True


def _has_served(pk: int) -> bool:
    return Service.objects.filter(pk=pk, attempts__result="served", attempts__struck_at=None).exists()
