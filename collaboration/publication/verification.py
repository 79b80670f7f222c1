"""Is this exactly what was signed? The bytes decide; the database knows the rest."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.utils import timezone

from collaboration.matters.models import PURGED
from collaboration.publication import code_finder, other_codes
from collaboration.publication.differing import Manner, manner_of
from collaboration.publication.models import PublishedDocument, TakeDown, Validity, ValidityChange
from collaboration.publication.validity import current_change
from collaboration.sealing.check_codes import read_check_code
from tenants.units.models import Unit

LIVING_STATES = frozenset({"sealed", "issued", "published"})


class Verdict(StrEnum):
    """The four answers, the same for people and programs."""

    GENUINE = "genuine"
    OUTDATED = "outdated"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of a file or a code. ``document`` only where it is public."""

    verdict: Verdict
    by_file: bool
    document: PublishedDocument | None = None
    change: ValidityChange | None = None
    signers: Sequence[str] = ()
    on_paper: Sequence[str] = ()  # those of them whose hand and seal are on a scan; all others sealed electronically
    sealed_at: datetime.datetime | None = None
    purged_on: datetime.date | None = None
    manner: Manner | None = None  # how a file differs from the sealed one
    withdrawn: TakeDown | None = None  # while it is off all sites nothing of its content is told
    known: other_codes.Known | None = None  # a paper that is never published
    is_earlier: bool = False  # the file is the scan of a paper that was signed before the portal
    is_public_version: bool = False  # the file is the redacted one that the public is offered

    @property
    def validity(self) -> Validity | None:
        """Today's validity of the public document."""
        return Validity(self.change.validity) if self.change else None


def verify_file(data: bytes, code: str = "") -> Finding:
    """Judge these bytes. A file that equals no sealed one is asked for the code of the document it claims to be.

    Raises ``code_finder.Busy`` when too many strangers' files are being looked at.
    """
    digest = hashlib.sha256(data).hexdigest()
    if document := PublishedDocument.objects.filter(file_sha256=digest).first():
        return _known(document, by_file=True)
    if document := PublishedDocument.objects.filter(public_sha256=digest, redactions__gt=0).first():
        return _known(document, by_file=True, is_public_version=True)
    if finding := _sealed_only(digest):
        return finding
    claimed = read_check_code(code) or code_finder.find(data)
    document = PublishedDocument.objects.filter(check_code=claimed).first() if claimed else None
    if document is None:
        return Finding(Verdict.UNKNOWN, by_file=True)
    if document.purged_at:
        return Finding(Verdict.ALTERED, by_file=True, purged_on=timezone.localdate(document.purged_at))
    if document.taken_down_at:
        return Finding(Verdict.ALTERED, by_file=True, withdrawn=_taken_down(document))
    manner = manner_of(data, document.file_sha256)
    return Finding(Verdict.ALTERED, by_file=True, document=document, change=current_change(document), manner=manner)


def verify_code(code: str) -> Finding:
    """What a typed code names: a public document, or nothing that is told."""
    read = read_check_code(code)
    document = PublishedDocument.objects.filter(check_code=read).first() if read else None
    if document:
        return _known(document, by_file=False)
    known = other_codes.find(read) if read else None
    if known is None:
        return Finding(Verdict.UNKNOWN, by_file=False)
    return Finding(Verdict.GENUINE if known.is_standing else Verdict.OUTDATED, by_file=False, known=known)


def _taken_down(document: PublishedDocument) -> TakeDown | None:
    return document.take_downs.select_related("unit").first()


def _known(document: PublishedDocument, *, by_file: bool, is_public_version: bool = False) -> Finding:
    if document.purged_at:
        return Finding(Verdict.OUTDATED, by_file=by_file, purged_on=timezone.localdate(document.purged_at))
    if document.taken_down_at:
        return Finding(Verdict.OUTDATED, by_file=by_file, withdrawn=_taken_down(document))
    change = current_change(document)
    in_force = change is None or change.validity == Validity.IN_FORCE
    return Finding(
        Verdict.GENUINE if in_force else Verdict.OUTDATED,
        by_file=by_file,
        document=document,
        change=change,
        signers=[issuer["name"] for issuer in document.issuers],
        on_paper=[issuer["name"] for issuer in document.issuers if issuer.get("scan_sha256")],
        is_earlier=document.is_earlier,
        is_public_version=is_public_version,
    )


def _sealed_only(digest: str) -> Finding | None:
    """A sealed file that is not public: whoever holds its very bytes learns whose seals they carry, no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, issuers, closed_at, ended_at, on_paper, is_scan FROM sealed_file_by_digest(%s)", [digest]
        )
        row = cursor.fetchone()
    if row is None:
        return None
    state, issuers, closed_at, ended_at, on_paper, is_scan = row
    if state == PURGED:
        return Finding(Verdict.OUTDATED, by_file=True, purged_on=timezone.localdate(ended_at))
    names = Unit.objects.in_bulk(issuers)
    return Finding(
        Verdict.GENUINE if state in LIVING_STATES else Verdict.OUTDATED,
        by_file=True,
        signers=[names[pk].name for pk in issuers if pk in names],
        on_paper=[names[pk].name for pk in on_paper if pk in names],
        sealed_at=closed_at,
        is_earlier=is_scan,
    )
