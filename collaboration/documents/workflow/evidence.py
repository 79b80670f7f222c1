"""Ask for an evidence bundle, let the portal sign it, take it along."""

import asyncio
import json
from uuid import UUID

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.db import transaction
from django.utils import timezone

from collaboration.documents import notifications, rules
from collaboration.documents.evidence import bundle
from collaboration.documents.evidence.contents import files_of
from collaboration.documents.models import Evidence, JointDocument
from collaboration.documents.workflow.taking import take_up
from collaboration.matters.models import Matter
from collaboration.matters.record import record, record_carried_out
from tenants.audit.models import Record
from tenants.files import store
from tenants.identity.actor import Actor


@transaction.atomic
def ask_for_evidence(actor: Actor, document: JointDocument) -> Evidence:
    """Put together what the unit may see of the document; the portal signs it next. Unchanged, it stays the same."""
    document = take_up(actor, document, rules.EVIDENCE)
    files = files_of(document, actor)
    digest = store.put(bundle.pack(files))
    known = Evidence.objects.visible_to(actor).filter(document=document, file_sha256=digest).first()
    if known:
        return known
    manifest = bundle.manifest_of(files, document=str(document.public_id), made_for=actor.unit.code)
    made = Evidence.objects.create(
        document=document, unit=actor.unit, user=actor.user, file_sha256=digest, manifest=manifest
    )
    record(document.matter, "evidence_requested", manifest=made.digest)
    return made


def sign_evidence(public_id: UUID, act: int) -> None:
    """Sign the manifest that an act names, for a job of the sealer; nothing of its words is read."""
    from collaboration.sealing.authority import Authority
    from collaboration.sealing.pdf_signature import PortSignature

    wanted = json.loads(Record.objects.get(chain=public_id, number=act).detail)["manifest"]
    waiting = Evidence.objects.filter(document__matter__public_id=public_id, signed_at=None)
    made = next(
        (one for one in waiting.select_related("document__matter", "unit", "user") if one.digest == wanted), None
    )
    if made is None:
        return
    platform = Authority.of_installation().platform()
    signer = PortSignature(platform.signer, platform.trust.roots)
    manifest = bytes(made.manifest)
    signed = asyncio.run(signer.async_sign_general_data(manifest, "sha256", timestamper=platform.timestamper))
    with transaction.atomic():
        matter = Matter.objects.select_for_update(no_key=True).get(pk=made.document_id)
        if matter.is_purged:
            return
        made.signature, made.signed_at = signed.dump(), timezone.now()
        made.roots = b"".join(root.public_bytes(Encoding.PEM) for root in platform.trust.roots)
        lists = (x509.load_der_x509_crl(der) for der in platform.trust.revocation_lists)
        made.revoked = b"".join(one.public_bytes(Encoding.PEM) for one in lists)
        made.save(update_fields=["signature", "signed_at", "roots", "revoked"])
        record_carried_out(matter, "evidence_signed", unit_id=made.unit_id, manifest=wanted)
        notifications.evidence_signed(made)


def packed(made: Evidence) -> bytes:
    """The signed bundle, the same at every download."""
    files = bundle.unpack(store.read(made.file_sha256))
    files |= {
        bundle.MANIFEST: bytes(made.manifest),
        bundle.SIGNATURE: bytes(made.signature),
        bundle.ROOTS: bytes(made.roots),
        bundle.REVOKED: bytes(made.revoked),
    }
    return bundle.pack(files)
