"""Signing a PDF through the port: what pyHanko needs to know of a key."""

import hashlib

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.sign.signers.pdf_cms import Signer as PdfSignature
from pyhanko_certvalidator.registry import SimpleCertificateStore

from collaboration.sealing.signer import Signer


class PortSignature(PdfSignature):
    """Lets pyHanko sign through the port."""

    def __init__(self, signer: Signer, roots: tuple[x509.Certificate, ...]) -> None:
        store = SimpleCertificateStore()
        for root in roots:
            store.register(as_asn1(root))
        super().__init__(signing_cert=as_asn1(signer.certificate), cert_registry=store)
        self.signer = signer

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:
            return bytes(longest_signature(self.signer.certificate))
        return self.signer.sign(hashlib.new(digest_algorithm, data).digest(), digest_algorithm)


def longest_signature(certificate: x509.Certificate) -> int:
    """How many bytes a signature by this certificate's key can take."""
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey):
        return 2 * (key.key_size // 8 + 1) + 10
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size // 8
    raise TypeError("A signing certificate must hold an elliptic-curve or an RSA key.")


def as_asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate in the form pyHanko works with."""
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))
