"""The last signature's own container: the one place of a closed file that no signature covers.

Nothing of the document lies there, but something could be hidden there, so it must hold exactly what a time stamp
needs, written in the one plain way.
"""

from collections.abc import Iterable

from asn1crypto import cms, x509
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature


def is_plain(pdf: bytes, signature: EmbeddedPdfSignature, known: Iterable[x509.Certificate]) -> bool:
    """Whether the container holds the stamp, certificates among the known ones, zeros behind, and nothing else."""
    _start, before, after, _length = signature.byte_range
    container = cms.ContentInfo.load(signature.pkcs7_content)
    signed = container["content"]
    signer = signature.signer_info
    wanted = {certificate.sha256 for certificate in known}
    return (
        _is_written_plainly(pdf[before:after], container)
        and {choice.chosen.sha256 for choice in signed["certificates"]} <= wanted
        and signed["version"].native == "v3"
        and signer["version"].native == "v1"
        and [algorithm.dump() for algorithm in signed["digest_algorithms"]] == [signer["digest_algorithm"].dump()]
        and not signed["crls"]
        and not signer["unsigned_attrs"]
    )


def _is_written_plainly(gap: bytes, container: cms.ContentInfo) -> bool:
    """The bytes between the covered ranges are the container in capital hexadecimal digits, filled up with zeros."""
    digits = container.dump(force=True).hex().upper().encode()
    return gap == b"<" + digits.ljust(len(gap) - 2, b"0") + b">"
