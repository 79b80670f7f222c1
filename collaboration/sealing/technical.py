"""Everything about a signed file that a specialist asks for: each signature with its certificate, time stamp and cover,
what is stored for later years, what the file claims to be, and what Poppler thinks of it."""

import hashlib
import io
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from typing import Any

from asn1crypto import cms, x509
from cryptography.hazmat.primitives import hashes
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from collaboration.sealing.names import ARCHIVE

CLAIM = re.compile(rb"<pdfaid:part>(\d)</pdfaid:part>\s*<pdfaid:conformance>(\w)</pdfaid:conformance>")
SECONDS = 60
Facts = dict[str, Any]


def technical_report(pdf: bytes) -> Facts:
    """Facts by name, ready for JSON. Says what stands in the file; whether it is as signed is ``examine``'s to say."""
    facts: Facts = {
        "bytes": len(pdf),
        "sha256": hashlib.sha256(pdf).hexdigest(),
        "sm3": _sm3(pdf),
        "pdf_version": pdf[5:8].decode("latin-1"),
        "pdf_a": "".join(part.decode() for part in claim.groups()) if (claim := CLAIM.search(pdf)) else "",
        "end_of_file_marks": pdf.count(b"%%EOF"),
    }
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        facts["signatures"] = [_signature(one) for one in reader.embedded_signatures]
        facts["stored_for_validation"] = _stored(reader)
    except Exception as error:  # a damaged file can make a parser fail in any way, and each means the same
        facts["unreadable"] = type(error).__name__
    facts["pdfsig"] = list(second_opinion(pdf))
    return facts


def _signature(signature: EmbeddedPdfSignature) -> Facts:
    start, before, after, length = signature.byte_range
    signer = signature.signer_info
    facts: Facts = {
        "field": signature.field_name,
        "revision": signature.signed_revision,
        "subfilter": str(signature.sig_object.get("/SubFilter", "")),
        "reason": str(signature.sig_object.get("/Reason", "")),
        "digest_algorithm": signer["digest_algorithm"]["algorithm"].native,
        "signature_algorithm": signer["signature_algorithm"]["algorithm"].native,
        "covered_bytes": before - start + length,
        "uncovered_bytes": after - before,
        "ends_at_byte": after + length,
        "certificate": _certificate(signature.signer_cert),
    }
    permissions = signature.docmdp_level
    if permissions is not None:
        facts["docmdp"] = permissions.name
    token = signature.signed_data if signature.field_name == ARCHIVE else None
    token = token or next(extract_tst_data_iter(signer, signed=False), None)
    if token is not None:
        facts["time_stamp"] = _time_stamp(token)
    return facts


def _certificate(certificate: x509.Certificate) -> Facts:
    return {
        "subject": certificate.subject.human_friendly,
        "issuer": certificate.issuer.human_friendly,
        "serial_number": f"{certificate.serial_number:X}",
        "valid_from": certificate.not_valid_before.isoformat(),
        "valid_until": certificate.not_valid_after.isoformat(),
        "key": _key(certificate),
        "sha256": certificate.sha256.hex(),
    }


def _key(certificate: x509.Certificate) -> str:
    key = certificate.public_key
    return f"{key.algorithm} {key.curve[1] if key.algorithm == 'ec' else key.bit_size}"


def _time_stamp(token: cms.SignedData) -> Facts:
    said = token["encap_content_info"]["content"].parsed
    names = [choice.chosen.subject.human_friendly for choice in token["certificates"] or ()]
    return {
        "time": said["gen_time"].native.isoformat(),
        "policy": said["policy"].native,
        "serial_number": f"{said['serial_number'].native:X}",
        "service": names[0] if names else "",
    }


def _stored(reader: PdfFileReader) -> Facts:
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return {"certificates": 0, "revocation_lists": 0, "ocsp_answers": 0}
    return {
        "certificates": len(store.certs),
        "revocation_lists": len(store.crls),
        "ocsp_answers": len(store.ocsps),
    }


def _sm3(data: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def second_opinion(pdf: bytes) -> Iterator[str]:
    """What Poppler's pdfsig says of each signature, where it is installed. It judges digests, not later revisions."""
    program = shutil.which("pdfsig")
    if program is None:
        return
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run(
            [program, "-nocert", file.name], capture_output=True, check=False, timeout=SECONDS, text=True,
            errors="replace",
        )  # fmt: skip
    for block in done.stdout.split("Signature #")[1:]:
        field = re.search(r"Field Name: (.+)", block)
        verdict = re.search(r"Signature Validation: (.+)", block)
        yield f"{field[1] if field else '?'}: {verdict[1] if verdict else '?'}"
