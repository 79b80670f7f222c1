"""Issue a sealed document to its recipients, and file it with those who have to know of it."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.approval import clearance
from collaboration.deadlines.clock import Term
from collaboration.dispatch import workflow as dispatching
from collaboration.dispatch.models import Addressee, Dispatch
from collaboration.dispatch.workflow import To
from collaboration.documents import house, rules
from collaboration.documents.models import JointDocument, Status
from collaboration.documents.sending import content_of, signers_of, to_be_told
from collaboration.documents.workflow.taking import move, take_up
from collaboration.errors import WorkflowError
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.worklist import waiting
from tenants.identity.actor import Actor

FILED_FROM = (Status.SEALED, Status.ISSUED, Status.PUBLISHED)


@transaction.atomic
def issue(actor: Actor, document: JointDocument, addressees: Sequence[To], *, term: Term, note: str = "") -> Dispatch:
    """Send the sealed document to its main and copy recipients; a later sending reaches only those who have it not."""
    document = take_up(actor, document, rules.ISSUE)
    signers = signers_of(document)
    _check(document, addressees, [unit.pk for unit in signers])
    clearance.require(actor, document.matter, house.ISSUE)
    is_first = document.issued_at is None
    if is_first:
        document.issued_at = timezone.now()
        document.save(update_fields=["issued_at"])
    move(document, Status.ISSUED if document.status is Status.SEALED else None)
    waiting.done(document.matter, step="issue")
    units = [one.unit.code for one in addressees if one.unit]
    record(
        document.matter, "issued" if is_first else "issued_further", units=units, on_paper=len(addressees) - len(units)
    )
    return dispatching.send(
        actor,
        content_of(document),
        addressees,
        signers=[unit for unit in signers if unit != actor.unit],
        classification=document.matter.classification,
        term=term,
        note=note,
    )


def _check(document: JointDocument, addressees: Sequence[To], signers: Sequence[int]) -> None:
    if not addressees:
        raise WorkflowError(_("Choose at least one recipient."))
    units = [one.unit for one in addressees if one.unit]
    if any(unit.pk in signers for unit in units):
        raise WorkflowError(_("The units that signed the document have it already."))
    if len({unit.pk for unit in units}) < len(units):
        raise WorkflowError(_("A unit is either a main or a copy recipient."))
    closed = [unit.display_name for unit in units if not unit.level or rules.is_closed(unit)]
    if closed:
        raise WorkflowError(_("These units cannot receive documents: %(units)s.") % {"units": _(", ").join(closed)})
    sent = Addressee.objects.filter(dispatch__about=document.public_id, role__in=["main", "copy"], unit__in=units)
    if names := [one.display_name for one in sent.select_related("unit")]:
        raise WorkflowError(_("These units have received it already: %(units)s.") % {"units": _(", ").join(names)})


def file_document(document: JointDocument) -> bool:
    """File one document with the lead units that did not sign it; whether there was anything to file."""
    leads, informed = to_be_told(document)
    if not leads and not informed:
        return False
    with transaction.atomic():
        matter = Matter.objects.select_for_update(no_key=True).get(pk=document.pk)
        if matter.state not in FILED_FROM:
            return False
        made = dispatching.file(
            content_of(document),
            drafting_unit=matter.drafting_unit,
            filed_with=leads,
            informed=informed,
            signers=[unit for unit in signers_of(document) if unit != matter.drafting_unit],
            classification=matter.classification,
        )
    return made is not None
