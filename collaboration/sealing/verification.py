"""Whether a file is exactly what was signed.

Digests alone do not tell: a red box drawn over page one leaves every digest right. So the revisions are compared
too, and the file must hold the seals that were expected, by the keys that were registered, and nothing else.
"""

import asyncio
import io
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from collaboration.sealing.differences import EVERY_LATER_REVISION, NEXT_REVISION
from collaboration.sealing.names import ARCHIVE, CERTIFICATION, CLOSING, all_fields, seal_field
from collaboration.sealing.platform import Trust
from collaboration.sealing.report import Finding, Problem, Report, SignatureSeen
from collaboration.sealing.revisions import LeanReader
from collaboration.sealing.signer import fingerprint
from collaboration.sealing.straddle import PREFIX as STRADDLE
from collaboration.sealing.uncovered import is_plain

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Expected:
    """Who must have signed, known by the fingerprints of their registered certificates."""

    units: Mapping[str, str]
    platform: str
    trust: Trust
    on_paper: bool = False  # further units sealed sheets of paper, be it all of them

    @classmethod
    def of(
        cls, units: Mapping[str, x509.Certificate], platform: x509.Certificate, trust: Trust, *, on_paper: bool = False
    ) -> "Expected":
        return cls({unit: fingerprint(it) for unit, it in units.items()}, fingerprint(platform), trust, on_paper)

    def signers(self) -> dict[str, str]:
        """The fingerprint that each field must be signed with."""
        seals = {seal_field(unit): certificate for unit, certificate in self.units.items()}
        return seals | {CERTIFICATION: self.platform, CLOSING: self.platform}


def examine(pdf: bytes, expected: Expected) -> Report:
    """Compare a finished file with what was expected of it. May not run inside an event loop."""
    try:
        return asyncio.run(_examine(pdf, expected))
    except Exception as error:  # a damaged file can make a parser fail in any way, and each means the same
        logger.info("Examined a file that cannot be read: %s", type(error).__name__)
        return Report(findings=(Finding(Problem.UNREADABLE),))


async def _examine(pdf: bytes, expected: Expected) -> Report:
    reader = LeanReader(io.BytesIO(pdf))
    embedded = reader.embedded_signatures
    findings = list(_misplaced(reader, embedded, expected))
    context = expected.trust.context(at=_closed_at(embedded))
    signers = expected.signers()
    for signature in embedded:
        if signature.field_name == ARCHIVE:
            problems = await _archive_problems(pdf, signature, context)
        else:
            problems = await _signature_problems(signature, signers.get(signature.field_name), context)
        findings += [Finding(problem, signature.field_name) for problem in problems]
    return Report(tuple(_seen(signature) for signature in embedded), tuple(findings))


def _misplaced(reader: LeanReader, embedded: list[EmbeddedPdfSignature], expected: Expected) -> Iterator[Finding]:
    """Fields that lack, fields too many, and anything behind the last signature; a file of no unit lacks all."""
    if not expected.units and not expected.on_paper:
        yield Finding(Problem.MISSING)
    wanted = all_fields(expected.units)
    present = [name for name, _value, _reference in enumerate_sig_fields(reader)]
    signed = {signature.field_name for signature in embedded}
    for field in sorted(wanted - signed):
        yield Finding(Problem.MISSING, field)
    for field in sorted(set(present) - wanted):
        yield Finding(Problem.UNEXPECTED, field)
    last = embedded[-1] if embedded else None
    if last is None or last.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        yield Finding(Problem.APPENDED)


def _closed_at(embedded: list[EmbeddedPdfSignature]) -> datetime | None:
    """When the file was closed: certificates that ended later were good then."""
    for signature in reversed(embedded):
        if signature.field_name == ARCHIVE:
            return _attested_time(signature)
    return None


async def _signature_problems(
    signature: EmbeddedPdfSignature, registered: str | None, context: ValidationContext
) -> list[Problem]:
    locks = signature.fieldmdp
    has_strips = locks is not None and any(field.startswith(STRADDLE) for field in locks.fields or ())
    spans_all = signature.field_name in {CERTIFICATION, CLOSING} or has_strips
    policy = EVERY_LATER_REVISION if spans_all else NEXT_REVISION
    status = await async_validate_pdf_signature(signature, context, context, diff_policy=policy)
    if not (status.intact and status.valid):
        return [Problem.CHANGED]
    attested = status.timestamp_validity
    checks = {
        Problem.ALTERED_LATER: status.docmdp_ok,
        Problem.WRONG_KEY: signature.signer_cert.sha256.hex() == registered and status.seed_value_ok,
        Problem.UNTRUSTED: status.trusted,
        Problem.NO_TIME: attested is not None and attested.intact and attested.valid and attested.trusted,
    }
    return [problem for problem, is_fine in checks.items() if not is_fine]


async def _archive_problems(pdf: bytes, signature: EmbeddedPdfSignature, context: ValidationContext) -> list[Problem]:
    status = await async_validate_pdf_timestamp(signature, context)
    known = [signature.signer_cert, *(status.validation_path or ())]
    if not (status.intact and status.valid and is_plain(pdf, signature, known)):
        return [Problem.CHANGED]
    return [] if status.trusted else [Problem.UNTRUSTED]


def _seen(signature: EmbeddedPdfSignature) -> SignatureSeen:
    certificate = signature.signer_cert
    return SignatureSeen(
        field=signature.field_name,
        holder=certificate.subject.native.get("common_name", ""),
        fingerprint=certificate.sha256.hex(),
        signed_at=_attested_time(signature),
    )


def _attested_time(signature: EmbeddedPdfSignature) -> datetime | None:
    """The time a time-stamp service gave for this signature."""
    if signature.field_name == ARCHIVE:
        token = signature.signed_data
    else:
        token = next(extract_tst_data_iter(signature.signer_info, signed=False), None)
    return token["encap_content_info"]["content"].parsed["gen_time"].native if token is not None else None
