"""What the portal itself brings to every sealing: its own signature, time stamps, and what it trusts."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import crl as asn1_crl
from cryptography import x509
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from collaboration.sealing.pdf_signature import as_asn1
from collaboration.sealing.refusals import Revoked
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

    def refuse_revoked(self, certificate: x509.Certificate) -> None:
        """Raise ``Revoked`` for a certificate that its authority took back, or that leads to no root of ours."""
        for der in self.revocation_lists:  # of several lists of one authority pyHanko is content with any
            known = x509.load_der_x509_crl(der)
            named = known.get_revoked_certificate_by_serial_number(certificate.serial_number)
            if known.issuer == certificate.issuer and named is not None:
                raise Revoked(certificate.subject.rfc4514_string())
        validator = CertificateValidator(as_asn1(certificate), validation_context=self.context())
        try:
            asyncio.run(validator.async_validate_usage(set()))
        except (PathError, ValidationError) as error:
            raise Revoked(certificate.subject.rfc4514_string()) from error


@dataclass(frozen=True)
class Platform:
    """The portal's signer and time stamper, and the trust that both rest on."""

    signer: Signer
    timestamper: TimeStamper
    trust: Trust
