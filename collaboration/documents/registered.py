"""What is known of a document that was signed before the portal, in the forms in which others need it."""

import datetime
import hashlib
from typing import Any

import rfc8785
from django.utils.translation import gettext as _

from collaboration.documents.models import JointDocument, Version
from collaboration.publication.models import PublishedDocument, Validity, ValidityChange
from tenants.db.definer import call
from tenants.units.models import Unit


def statement_of(document: JointDocument, version: Version) -> bytes:
    """What a signatory confirms, word for word (RFC 8785): the scan and everything entered about it."""
    entered = document.registration
    said: dict[str, Any] = {
        "document": str(document.public_id),
        "kind": document.kind,
        "number": entered.number,
        "dated": document.issued_on.isoformat() if document.issued_on else "",
        "issuers": [issuer["code"] for issuer in version.issuers],
        "text": version.content_hash,
        "scan": entered.scan_sha256,
        "in_force_from": entered.in_force_from.isoformat(),
        "in_force_until": entered.in_force_until.isoformat() if entered.in_force_until else None,
        "validity": entered.validity,
        "since": entered.validity_since.isoformat() if entered.validity_since else None,
        "successor": str(entered.successor_id) if entered.successor_id else None,
        "reason": entered.reason,
    }
    return rfc8785.dumps(said)


def digest_of(document: JointDocument, version: Version) -> str:
    """SHA-256 of the statement: what a confirmation is bound to."""
    return hashlib.sha256(statement_of(document, version)).hexdigest()


def note_end(document: JointDocument, published: PublishedDocument) -> None:
    """What the registration says of its validity, as the public reads it; inside the step that publishes."""
    entered = document.registration
    if entered.validity != Validity.IN_FORCE and entered.validity_since:
        ValidityChange.objects.create(
            document=published, validity=entered.validity, since=entered.validity_since,
            successor=entered.successor, reason=entered.reason,
        )  # fmt: skip
    elif entered.in_force_until:
        since = entered.in_force_until + datetime.timedelta(days=1)
        reason = _("Its term was over.")
        ValidityChange.objects.create(document=published, validity=Validity.EXPIRED, since=since, reason=reason)


def link_numbers() -> None:
    """Let numbers of a former register that was just taken over find the documents that bear them."""
    call("link_registered_numbers()", [], {})


def units_of(document: JointDocument) -> list[Unit]:
    """The units under the text, in its order."""
    found = Unit.objects.in_bulk(document.registration.units)
    return [found[pk] for pk in document.registration.units]
