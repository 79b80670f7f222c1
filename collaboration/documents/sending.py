"""A sealed document as it is sent to others: its words, number and file; and who has to know of it."""

from django.utils import timezone

from collaboration.dispatch.workflow import Content
from collaboration.documents import acts, printing
from collaboration.documents.models import JointDocument
from tenants.units.models import Unit


def content_of(document: JointDocument) -> Content:
    """What its recipients get: the sealed version and nothing of how it came about."""
    attempt = printing.signed_attempt(document)
    version, file = attempt.version, document.matter.sealed_file
    return Content(
        about=document.public_id,
        about_kind=acts.KIND,
        document_kind=document.kind,
        title=version.title,
        title_lines=version.title_lines,
        number=document.number,
        issuers=[dict(one) for one in printing.issuers(attempt)],
        recipients=version.recipients,
        blocks=version.blocks,
        issued_on=document.issued_on or timezone.localdate(attempt.closed_at),
        content_hash=version.content_hash,
        file_sha256=file.sha256,
        file_size=file.size,
        check_code=file.check_code,
    )


def signers_of(document: JointDocument) -> list[Unit]:
    """The units under the text, in its order."""
    return printing.issuing_units(printing.signed_attempt(document))


def to_be_told(document: JointDocument) -> tuple[list[Unit], list[Unit]]:
    """With whom the portal files the document: the lead units that did not sign it; and their superiors, informed."""
    signers = signers_of(document)
    leads = [unit for unit in Unit.objects.open().lead() if unit not in signers]
    above = {unit.parent for unit in signers if unit.parent and unit.parent.level}
    informed = sorted(above.difference(signers, leads), key=lambda unit: unit.code)
    return leads, [unit for unit in informed if unit.closed_on is None]
