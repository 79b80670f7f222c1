"""Publishing: one act puts a sealed document on every signing unit's site and the alliance's, with its disclosures."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, transaction

from collaboration.publication.models import Publication, PublishedDocument, Validity, ValidityChange
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


@transaction.atomic
def publish(
    content: PublishedContent, *, tenants: Sequence[Tenant], units: Sequence[Unit], on: datetime.date
) -> PublishedDocument:
    """Show the document on these tenants' sites and disclose it for each signing unit, all at once.

    Call inside the step that publishes, while its matter is still ``sealed``: row security lets only the drafting unit
    publish, only what is sealed, and only with the digest and check code of the closed file.
    """
    document = PublishedDocument.objects.create(
        **_columns(content),
        issuers=[{**asdict(issuer), "signed_on": issuer.signed_on.isoformat()} for issuer in content.issuers],
        text=searchable_text(content),
        effective_on=content.effective_on or content.issued_on,
        outcome=dict(content.outcome or {}),
    )
    Publication.objects.bulk_create(Publication(document=document, tenant=tenant) for tenant in _once(tenants))
    with connection.cursor() as cursor:
        cursor.execute("SELECT disclose(%s, %s, %s)", [content.public_id, [unit.pk for unit in _once(units)], on])
    ValidityChange.objects.create(document=document, validity=Validity.IN_FORCE, since=on)
    return document


def _columns(content: PublishedContent) -> dict[str, Any]:
    copied = (
        "public_id", "kind", "title", "number", "recipients", "topic", "issued_on", "content_hash",
        "content_hash_sm3", "file_sha256", "file_size", "check_code",
    )  # fmt: skip
    lists = {"title_lines": list(content.title_lines), "blocks": [dict(block) for block in content.blocks]}
    return {name: getattr(content, name) for name in copied} | lists


def _once(rows: Iterable[Row]) -> list[Row]:
    return list({row.pk: row for row in rows}.values())


def searchable_text(content: PublishedContent) -> str:
    """What the search box looks through: title, number, issuers, then the text."""
    head = [content.title, content.number, *(issuer.name for issuer in content.issuers)]
    return "\n".join(part for part in [*head, *(str(block.get("text", "")) for block in content.blocks)] if part)
