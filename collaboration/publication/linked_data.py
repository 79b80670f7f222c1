"""What search engines read of a page, as JSON-LD inside it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from collaboration.publication.models import PublishedDocument, Validity, ValidityChange
from tenants.hosts import site_url
from tenants.units.models import Tenant

ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
LEGAL_FORCE = {
    Validity.IN_FORCE: "InForce",
    Validity.AMENDED: "PartiallyInForce",
}


def script(data: Mapping[str, Any]) -> SafeString:
    """The data as a block that browsers never run; nothing in it can end the block."""
    words = json.dumps(data, ensure_ascii=False).translate(ESCAPED)
    return mark_safe(f'<script type="application/ld+json">{words}</script>')  # noqa: S308 (escaped above)


def of_document(
    document: PublishedDocument, validity: Validity, tenant: Tenant, changes: Sequence[ValidityChange] = ()
) -> dict[str, Any]:
    """A published document in the words of schema.org."""
    page = site_url(tenant, f"/documents/{document.public_id}/")
    return {
        "@context": "https://schema.org",
        "@type": "Legislation",
        "name": document.title,
        "legislationIdentifier": document.number or str(document.public_id),
        "legislationDate": document.issued_on.isoformat(),
        "datePublished": document.published_at.isoformat(),
        "legislationDateVersion": document.effective_on.isoformat(),
        "legislationLegalForce": f"https://schema.org/{LEGAL_FORCE.get(validity, 'NotInForce')}",
        "inLanguage": "zh-CN",
        "url": page,
        "publisher": [{"@type": "GovernmentOrganization", "name": issuer["name"]} for issuer in document.issuers],
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": "application/pdf",
            "contentUrl": page[:-1] + ".pdf",
            "sha256": document.public_sha256,
            "contentSize": str(document.public_size),
        },
    } | _changing(changes, tenant)


def _changing(changes: Sequence[ValidityChange], tenant: Tenant) -> dict[str, Any]:
    """Which other documents it amends or repeals."""
    said: dict[str, list[dict[str, str]]] = {}
    for change in changes:
        word = "legislationRepeals" if change.validity == Validity.REPEALED else "legislationChanges"
        page = site_url(tenant, f"/documents/{change.document_id}/")
        said.setdefault(word, []).append({"@type": "Legislation", "name": change.document.title, "url": page})
    return said
