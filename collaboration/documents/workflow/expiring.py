"""Documents expire by themselves on their date; the portal records it and tells the units that signed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from collaboration.documents import notifications
from collaboration.documents.models import JointDocument
from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from collaboration.publication.models import Validity, ValidityChange
from tenants.audit.models import Record
from tenants.jobs.each import do_each

LOOK_BACK = timedelta(days=30)  # longer than any standstill of the worker


def tell_of_expiry() -> int:
    """Record every expiry of the last days that is not recorded yet; returns how many. For p_system alone."""
    today = timezone.localdate()
    over = ValidityChange.objects.standing().filter(validity=Validity.EXPIRED, since__range=(today - LOOK_BACK, today))
    return do_each(_tell, over)


@transaction.atomic
def _tell(change: ValidityChange) -> bool:
    matter = Matter.objects.select_for_update(no_key=True).get(public_id=change.document_id)
    document = JointDocument.objects.with_units().filter(pk=matter.pk).first()
    known = Record.objects.filter(chain=matter.public_id, act="expired").values_list("detail", flat=True)
    if document is None or any(f"#{change.pk}#" in told for told in known):
        return False
    record_carried_out(matter, "expired", unit_id=matter.drafting_unit_id, change=f"#{change.pk}#")
    notifications.after_publication(document, "expired")
    return True
