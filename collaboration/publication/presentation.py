"""A published document as the data of its own page and of its JSON form."""

from collections.abc import Iterable
from typing import Any

import segno
from django.db.models import Prefetch
from django.utils.dateparse import parse_date
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from collaboration.publication.formats import kind_label
from collaboration.publication.models import (
    Correction,
    Disclosure,
    Publication,
    PublishedDocument,
    Validity,
    ValidityChange,
)
from tenants.hosts import public_url, site_url
from tenants.units.models import Tenant

DISCLOSED = Prefetch("disclosures", Disclosure.objects.select_related("unit").order_by("pk"))


def correct(document: PublishedDocument) -> PublishedDocument:
    """With the particulars as they were corrected since; the rows that say so stand beside it."""
    for correction in document.corrections.all():
        is_day = correction.field == Correction.Field.EFFECTIVE_ON
        setattr(document, correction.field, parse_date(correction.after) if is_day else correction.after)
    return document


def issuer_names(document: PublishedDocument) -> list[str]:
    """The issuing units in order, by their names of that day in the reader's language."""
    english = (get_language() or "").startswith("en")
    return [(english and issuer["name_en"]) or issuer["name"] for issuer in document.issuers]


def index_number(document: PublishedDocument, tenant: Tenant) -> str:
    """The index number under which this site discloses it; elsewhere that of the first issuing unit."""
    by_code = {row.unit.code: row for row in document.disclosures.all()}
    in_order = [by_code[issuer["code"]] for issuer in document.issuers if issuer["code"] in by_code]
    own = next((row for row in in_order if row.unit.tenant_id == tenant.pk), None)
    chosen = own or next(iter(in_order), None)
    return chosen.index_number if chosen else ""


def page_address(tenant: Tenant, document: PublishedDocument, extension: str = "/") -> str:
    """Its absolute address on a site: the page, or with an extension one of its files."""
    return site_url(tenant, f"/documents/{document.public_id}{extension}")


def site_showing(document: PublishedDocument, preferred: Tenant) -> Tenant | None:
    """The site to send a reader to: the preferred one where the document stands there, else the alliance's."""
    shown = Publication.objects.filter(document=document).select_related("tenant")
    tenants = {row.tenant_id: row.tenant for row in shown}
    return tenants.get(preferred.pk) or next((tenant for tenant in tenants.values() if not tenant.label), None)


def successor_address(change: ValidityChange | None, preferred: Tenant) -> str:
    """Where to read what took a document's place; empty where nothing did."""
    if change is None or change.successor is None:
        return ""
    site = site_showing(change.successor, preferred)
    return page_address(site, change.successor) if site else ""


def qr_code(address: str, title: str) -> SafeString:
    """The address as a drawing that needs no script and no style."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(scale=3, border=2, title=title, omitsize=False)
    return mark_safe(drawing)  # noqa: S308 (segno escapes the title)


def as_data(document: PublishedDocument, change: ValidityChange | None, tenant: Tenant) -> dict[str, Any]:
    """The document for programs: metadata, text and the digests of its file."""
    return summary(document, change, tenant) | {
        "index_numbers": {row.unit.code: row.index_number for row in document.disclosures.all()},
        "recipients": document.recipients,
        "topic": document.topic,
        "blocks": document.blocks,
        "content_hash_sm3": document.content_hash_sm3,
        "examination": document.outcome,
    }


def summary(document: PublishedDocument, change: ValidityChange | None, tenant: Tenant | None) -> dict[str, Any]:
    """What every answer to a program says of a document; addresses on this site, else on the alliance's."""
    address = f"/documents/{document.public_id}"
    page = site_url(tenant, address) if tenant else public_url(address)
    return {
        "public_id": str(document.public_id),
        "kind": document.kind,
        "kind_label": kind_label(document.kind),
        "is_normative": document.is_normative,
        "title": document.title,
        "title_en": document.title_en,
        "number": document.number,
        "issuers": document.issuers,
        "issued_on": document.issued_on.isoformat(),
        "effective_on": document.effective_on.isoformat(),
        "published_at": document.published_at.isoformat(),
        "validity": _validity(change),
        "check_code": document.check_code,
        "content_hash": document.content_hash,
        "public_hash": document.public_hash,
        "redactions": document.redactions,
        "redaction_ground": document.redaction_ground,
        "is_earlier": document.is_earlier,
        "sealed_file_sha256": document.file_sha256,
        "file": {"sha256": document.public_sha256, "size": document.public_size, "url": f"{page}.pdf"},
        "url": f"{page}/",
    }


def _validity(change: ValidityChange | None) -> dict[str, Any]:
    if change is None:
        return {"status": Validity.IN_FORCE.value, "since": None, "successor": None}
    return {
        "status": change.validity,
        "since": change.since.isoformat(),
        "successor": str(change.successor_id) if change.successor_id else None,
    }


def with_signing_days(document: PublishedDocument) -> Iterable[tuple[str, str, bool]]:
    """Each signer's name with the day it signed, and whether it did so on paper, in order."""
    days = [issuer.get("signed_on", "") for issuer in document.issuers]
    paper = [bool(issuer.get("scan_sha256")) for issuer in document.issuers]
    return zip(issuer_names(document), days, paper, strict=True)


def names_on_paper(document: PublishedDocument) -> list[str]:
    """Those whose hand and seal are on a sheet of paper; the seals of all others are electronic."""
    return [name for name, _day, is_on_paper in with_signing_days(document) if is_on_paper]
