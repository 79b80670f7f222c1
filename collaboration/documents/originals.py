"""The originals of equal force: every signing unit keeps the sealed file with its proof in its own schema."""

import json
from typing import Any

from django.db import transaction
from django_tenants.utils import tenant_context

from collaboration.archive.workflow import Kept, keep_original
from collaboration.documents import printing
from collaboration.documents.models import Countersigning, JointDocument
from collaboration.documents.sending import content_of
from collaboration.matters.models import Matter
from collaboration.matters.record import record_carried_out
from collaboration.sealing.models import SealUse
from tenants.audit.models import Record
from tenants.files import store
from tenants.units.models import Unit

ACT = "originals_kept"


def keep_originals(document: JointDocument) -> bool:
    """Give every unit under the text its original, for a job of the system; whether that was still to do."""
    if Record.objects.filter(chain=document.public_id, act=ACT).exists():
        return False
    attempt = printing.signed_attempt(document)
    units = printing.issuing_units(attempt)
    kept = _kept(document, attempt, units)
    with transaction.atomic():
        matter = Matter.objects.select_for_update(no_key=True).get(pk=document.pk)
        if matter.is_purged:
            return False
        for unit in units:
            with tenant_context(unit.tenant):
                keep_original(unit.pk, kept)
        codes = [unit.code for unit in units]
        record_carried_out(matter, ACT, unit_id=matter.drafting_unit_id, units=codes, file=kept.proof["file_sha256"])
    return True


def _kept(document: JointDocument, attempt: Countersigning, units: list[Unit]) -> Kept:
    content = content_of(document)
    return Kept(
        about=document.public_id,
        kind=str(document.get_kind_display()),
        title=content.title,
        number=content.number,
        issuers="、".join(issuer["name"] for issuer in content.issuers),
        dated_on=content.issued_on,
        check_code=content.check_code,
        file=store.read(content.file_sha256),
        proof=_proof(document, attempt),
        copies=len(units),
    )


def _proof(document: JointDocument, attempt: Countersigning) -> dict[str, Any]:
    """What shows without the portal that the bytes are what these units signed."""
    version, file = attempt.version, document.matter.sealed_file
    uses = SealUse.objects.filter(matter=document.matter).select_related("unit", "certificate")
    last = Record.objects.filter(chain=document.public_id).order_by("-number").first()
    proof = {
        "file_sha256": file.sha256,
        "content_sha256": version.content_hash,
        "content_sm3": version.content_hash_sm3,
        "check_code": file.check_code,
        "text": {"title": version.title, "recipients": version.recipients, "blocks": version.blocks},
        "issuers": version.issuers,
        "countersignatures": [
            {
                "unit": one.unit.code,
                "name": one.user_name,
                "content_sha256": one.content_hash,
                "method": one.method,
                "signed_at": one.signed_at.isoformat(),
            }
            for one in attempt.signatures.select_related("unit")
        ],
        "seals": [
            {
                "unit": use.unit.code,
                "certificate": use.certificate.pem,
                "sha256_before": use.base_sha256,
                "sha256_after": use.result_sha256,
                "used_at": use.used_at.isoformat(),
            }
            for use in uses
        ],
        "examination": file.outcome,
        "record": {"number": last.number, "digest": bytes(last.digest).hex()} if last else None,
    }
    found: dict[str, Any] = json.loads(json.dumps(proof))
    return found
