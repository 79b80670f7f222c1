"""A site's published documents as open data: lists for programs and spreadsheets, and what every field means."""

from collections.abc import Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.publication import presentation
from collaboration.publication.formats import kind_label
from collaboration.publication.models import PublishedDocument, Validity
from tenants.units.models import Tenant

FIELDS: tuple[tuple[str, str | Promise], ...] = (
    ("public_id", _("Identifier of the document, for good; part of all its addresses")),
    ("index_number", _("Index number of disclosure under which this site shows it")),
    ("kind", _("Code of the kind of document")),
    ("kind_label", _("Kind of document in words")),
    ("is_normative", _("true for a normative document, else false")),
    ("title", _("Title")),
    ("title_en", _("English title, where there is one")),
    ("number", _("Document number; empty where the kind carries none")),
    ("issuers", _("Issuing units in order, by their names of that day")),
    ("topic", _("Topic")),
    ("issued_on", _("Date of issue, year-month-day")),
    ("effective_on", _("Effective from, year-month-day")),
    ("published_at", _("Moment of publication with time zone")),
    ("validity", _("in_force, amended, repealed, expired or withdrawn, on the day of the download")),
    ("check_code", _("Check code printed on the document")),
    ("content_hash", _("SHA-256 of the text that was signed")),
    ("public_hash", _("SHA-256 of the text as it is public; differs where words are blacked out")),
    ("file_sha256", _("SHA-256 of the file that is offered")),
    ("redactions", _("Number of places that are blacked out; 0 as a rule")),
    (
        "is_earlier",
        _("Whether it was signed on paper before the portal; its file is then a scan without electronic seals"),
    ),
    ("url", _("Address of its page; with .pdf, .docx, .txt or .json in place of the last slash its files")),
)
NAMES = [name for name, _meaning in FIELDS]


def rows(tenant: Tenant) -> Iterator[dict[str, Any]]:
    """One row for every document of this site, newest first; four queries however many there are."""
    documents = PublishedDocument.objects.on_site(tenant).with_validity().defer("blocks", "text", "outcome")
    corrected = documents.prefetch_related(presentation.DISCLOSED, "corrections")
    for document in corrected:
        presentation.correct(document)
        yield {
            "public_id": str(document.public_id),
            "index_number": presentation.index_number(document, tenant),
            "kind": document.kind,
            "kind_label": kind_label(document.kind),
            "is_normative": str(document.is_normative).lower(),
            "title": document.title,
            "title_en": document.title_en,
            "number": document.number,
            "issuers": "、".join(issuer["name"] for issuer in document.issuers),
            "topic": document.topic,
            "issued_on": document.issued_on.isoformat(),
            "effective_on": document.effective_on.isoformat(),
            "published_at": document.published_at.isoformat(),
            "validity": document.validity_value or Validity.IN_FORCE.value,
            "check_code": document.check_code,
            "content_hash": document.content_hash,
            "public_hash": document.public_hash,
            "file_sha256": document.public_sha256,
            "redactions": document.redactions,
            "is_earlier": document.is_earlier,
            "url": presentation.page_address(tenant, document),
        }


def as_table(tenant: Tenant) -> list[list[str]]:
    """For a spreadsheet."""
    return [[str(row[name]) for name in NAMES] for row in rows(tenant)]


def schema(address: str) -> dict[str, Any]:
    """JSON Schema of one document as ``.json`` gives it."""
    text, day, moment = (
        {"type": "string"},
        {"type": "string", "format": "date"},
        {"type": "string", "format": "date-time"},
    )
    digest, uuid = {"type": "string", "pattern": "^[0-9a-f]{64}$"}, {"type": "string", "format": "uuid"}
    block = _object({"id": text, "kind": text, "text": text, "head": text}, more={"rows": _list(_list(text))})
    status = {"enum": Validity.values}
    change = _object(
        {"status": {"enum": Validity.values}, "since": day, "reason": text}, more={"successor": _maybe(uuid)}
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "title": "Published joint document",
        **_object(
            {
                "public_id": uuid, "kind": text, "kind_label": text, "is_normative": {"type": "boolean"},
                "is_earlier": {"type": "boolean"},
                "title": text, "title_en": text, "number": text,
                "issuers": _list(_object({"code": text, "name": text, "name_en": text, "signed_on": day})),
                "issued_on": day, "effective_on": day, "published_at": moment,
                "validity": _object({"status": status, "since": _maybe(day), "successor": _maybe(uuid)}),
                "check_code": text, "content_hash": digest, "public_hash": digest, "content_hash_sm3": digest,
                "redactions": {"type": "integer", "minimum": 0}, "redaction_ground": text,
                "sealed_file_sha256": digest, "url": text, "recipients": text, "topic": text,
                "file": _object({"sha256": digest, "size": {"type": "integer"}, "url": text}),
                "index_numbers": {"type": "object", "additionalProperties": text}, "blocks": _list(block),
                "examination": {"type": "object"}, "amends": _list(uuid), "repeals": _list(uuid),
                "validity_history": _list(change),
                "consolidated": _list(_object({"since": day, "source": uuid, "blocks": _list(block)})),
                "interpretations": _list(_object({"public_id": uuid, "title": text, "published_at": moment})),
                "corrections": _list(
                    _object({"field": text, "before": text, "after": text, "reason": text, "noted_at": moment})
                ),
            }
        ),
    }  # fmt: skip


def _object(properties: dict[str, Any], more: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"type": "object", "properties": properties | (more or {}), "required": list(properties)}


def _list(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


def _maybe(item: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [item, {"type": "null"}]}
