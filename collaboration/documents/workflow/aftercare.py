"""What the portal does by itself once a document is sealed: originals to the signing units, filing with the leads."""

from collaboration.dispatch.models import Dispatch
from collaboration.documents.models import JointDocument, Status
from collaboration.documents.originals import ACT, keep_originals
from collaboration.documents.workflow import issuing
from tenants.audit.models import Record
from tenants.jobs.each import do_each

DUE_FROM = (Status.SEALED, Status.ISSUED, Status.PUBLISHED)


def look_after(document: JointDocument) -> bool:
    """Keep and file one sealed document; whether anything of it was still to do. Running twice does no harm."""
    return any([keep_originals(document), issuing.file_document(document)])


def catch_up() -> int:
    """Do what is missing for all sealed documents; returns for how many. One that fails holds up no other."""
    sealed = JointDocument.objects.filter(matter__state__in=DUE_FROM, matter__sealed_file__state="closed")
    kept = set(Record.objects.filter(kind="document", act=ACT).values_list("chain", flat=True))
    filed = set(Dispatch.objects.filter(purpose=Dispatch.Purpose.FILING).values_list("about", flat=True))
    documents = sealed.select_related("matter__drafting_unit").order_by("pk")
    return do_each(look_after, (one for one in documents if one.public_id not in kept & filed))
