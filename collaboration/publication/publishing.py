"""Publishing: one act puts a sealed document on every signing unit's site and the alliance's, with its disclosures."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction

from collaboration.publication.models import Publication, PublishedDocument, Validity, ValidityChange
from tenants.db.context import acting
from tenants.units.models import Tenant, Unit

Row = TypeVar("Row", Tenant, Unit)


@dataclass(frozen=True, slots=True)
class Issuer:
    """One issuing unit as it signed: its code for ever, its names of that day, and when it signed."""

    code: str
    name: str
    name_en: str
    signed_on: datetime.date
    scan_sha256: str = ""  # of the sheet, where hand and seal are on paper


@dataclass(frozen=True, slots=True)
class PublicCopy:
    """Where words were blacked out: digest of the text as it is shown, the file that is offered, and on what ground."""

    content_hash: str
    file_sha256: str
    file_size: int
    redactions: int
    ground: str


@dataclass(frozen=True, slots=True)
class PublishedContent:
    """Everything the public will read of a document, taken from its sealed version."""

    public_id: UUID
    kind: str
    title: str
    issuers: Sequence[Issuer]
    blocks: Sequence[Mapping[str, Any]]
    issued_on: datetime.date
    content_hash: str
    content_hash_sm3: str
    file_sha256: str
    file_size: int
    check_code: str
    title_lines: Sequence[str] = ()
    number: str = ""
    recipients: str = ""
    topic: str = ""
    effective_on: datetime.date | None = None  # the day of issue where the text names no other
    outcome: Mapping[str, Any] | None = None  # what the examination of the file found
    title_en: str = ""
    is_normative: bool = False
    is_earlier: bool = False  # signed before the portal: the file is its scan
    copy: PublicCopy | None = None  # None: the public reads what was sealed


@transaction.atomic
def publish(
    content: PublishedContent, *, tenants: Sequence[Tenant], units: Sequence[Unit], on: datetime.date
) -> PublishedDocument:
    """Show the document on these tenants' sites and disclose it for each signing unit, all at once.

    Call inside the step that publishes, before its matter moves on: row security lets only the drafting unit publish,
    or the sealer for it, only what is sealed, and only with the digest and check code of the closed file.
    """
    copy = content.copy or PublicCopy(content.content_hash, content.file_sha256, content.file_size, 0, "")
    document = PublishedDocument.objects.create(
        **_columns(content),
        issuers=[{**asdict(issuer), "signed_on": issuer.signed_on.isoformat()} for issuer in content.issuers],
        text=searchable_text(content),
        effective_on=content.effective_on or content.issued_on,
        outcome=dict(content.outcome or {}),
        public_hash=copy.content_hash,
        public_sha256=copy.file_sha256,
        public_size=copy.file_size,
        redactions=copy.redactions,
        redaction_ground=copy.ground,
    )
    Publication.objects.bulk_create(Publication(document=document, tenant=tenant) for tenant in _once(tenants))
    disclose = "disclose" if acting().unit_id else "disclose_carried_out"  # a job of the system acts for nobody
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {disclose}(%s, %s, %s)", [content.public_id, [unit.pk for unit in _once(units)], on])
    since = document.effective_on if content.is_earlier else on
    ValidityChange.objects.create(document=document, validity=Validity.IN_FORCE, since=since)
    return document


def _columns(content: PublishedContent) -> dict[str, Any]:
    copied = (
        "public_id", "kind", "title", "title_en", "number", "recipients", "topic", "issued_on", "content_hash",
        "content_hash_sm3", "file_sha256", "file_size", "check_code", "is_normative", "is_earlier",
    )  # fmt: skip
    lists = {"title_lines": list(content.title_lines), "blocks": [dict(block) for block in content.blocks]}
    return {name: getattr(content, name) for name in copied} | lists


def _once(rows: Iterable[Row]) -> list[Row]:
    return list({row.pk: row for row in rows}.values())


def searchable_text(content: PublishedContent) -> str:
    """What the search box looks through: title, number, issuers, then the text."""
    head = [content.title, content.number, *(issuer.name for issuer in content.issuers)]
    return "\n".join(part for part in [*head, *(str(block.get("text", "")) for block in content.blocks)] if part)
