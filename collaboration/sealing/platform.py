"""What the portal itself brings to every sealing: its own signature, time stamps, and what it trusts."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl as asn1_crl
from cryptography import x509
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import ValidationContext

from collaboration.sealing.pdf_signature import as_asn1
from collaboration.sealing.signer import Signer


@dataclass(frozen=True)
class Trust:
    """The roots that certificates must lead to, and what their authorities took back."""

    roots: tuple[x509.Certificate, ...]
    revocation_lists: tuple[bytes, ...] = ()

    def context(self, *, at: datetime | None = None) -> ValidationContext:
        """What signatures are judged by, now or as of a moment; nothing is fetched."""
        return ValidationContext(
            trust_roots=[as_asn1(root) for root in self.roots],
            crls=[asn1_crl.CertificateList.load(der) for der in self.revocation_lists],
            allow_fetching=False,
            moment=at,
        )


@dataclass(frozen=True)
class Platform:
    """The portal's signer and time stamper, and the trust that both rest on."""

    signer: Signer
    timestamper: TimeStamper
    trust: Trust
