"""A unit that insists signs and seals by hand: the scan of its sheet is brought in, its signatory confirms it."""

import hashlib

import rfc8785
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.documents import rules
from collaboration.documents.models import Countersigning, JointDocument, PaperSheet
from collaboration.documents.workflow import turns
from collaboration.documents.workflow.countersigning import open_attempt, sign, take_turn
from collaboration.documents.workflow.taking import take_up
from collaboration.errors import Stale, WorkflowError, WrongState
from collaboration.matters.record import record
from tenants.files import store
from tenants.files.scans import LARGEST, type_of_scan
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role

ACT = "document.countersign_on_paper"


@transaction.atomic
def bring_sheet(actor: Actor, document: JointDocument, *, scan: bytes) -> PaperSheet:
    """Keep the scan of the sheet the unit signed; another one takes its place until the signatory has confirmed."""
    document = take_up(actor, document, rules.BRING_SHEET)
    attempt = open_attempt(document)
    if attempt.has_own_word:
        raise WrongState(_("Your unit has already given its word on this text."))
    turns.refuse_out_of_turn(attempt)
    media_type = type_of_scan(scan)
    if media_type is None:
        raise WorkflowError(_("This is neither a whole PDF file nor a JPEG picture."))
    if len(scan) > LARGEST:
        raise WorkflowError(_("The scan is larger than 20 MB."))
    attempt.sheets.filter(unit=actor.unit).delete()
    sheet = PaperSheet.objects.create(
        countersigning=attempt,
        unit=actor.unit,
        scan_sha256=store.put(scan),
        size=len(scan),
        media_type=media_type,
        uploaded_by=actor.user,
    )
    record(document.matter, "sheet_uploaded", attempt=attempt.number, scan=sheet.scan_sha256)
    return sheet


def own_sheet(attempt: Countersigning, actor: Actor) -> PaperSheet | None:
    """The scan that waits for the confirmation of the unit's signatory."""
    return attempt.sheets.filter(unit=actor.unit).first()


def subject_of_sheet(document: JointDocument, attempt: Countersigning, sheet: PaperSheet) -> Subject:
    """What the confirmation is bound to: this text together with exactly this scan."""
    version = attempt.version
    both = rfc8785.dumps({"text": version.content_hash, "scan": sheet.scan_sha256})
    return Subject(ACT, document.public_id, version.number, hashlib.sha256(both).hexdigest(), Role.SIGNATORY)


@transaction.atomic
def sign_on_paper(
    actor: Actor, document: JointDocument, *, content_hash: str, scan: str, prove: Prove
) -> JointDocument:
    """Confirm that the unit signed the text with this hash on this sheet; it counts as its signature."""
    document, attempt = take_turn(actor, document, rules.COUNTERSIGN, content_hash)
    sheet = own_sheet(attempt, actor)
    if sheet is None or sheet.scan_sha256 != scan:
        raise Stale(_("Another scan has been uploaded since. Look at it before you confirm."))
    proof = prove(subject_of_sheet(document, attempt, sheet))
    sheet.confirmed_at = timezone.now()
    sheet.save(update_fields=["confirmed_at"])
    return sign(actor, document, attempt, proof, scan=scan)
