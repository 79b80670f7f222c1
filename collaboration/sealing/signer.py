"""Who holds a key and signs with it.

``Signer`` is the port. Only a digest passes it, so a key may lie in this process, on a token or in an
agency's own signing service.
"""

import hashlib
from pathlib import Path
from typing import Protocol

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from pyhanko.sign.signers.pdf_cms import Signer as PdfSignature
from pyhanko_certvalidator.registry import SimpleCertificateStore

HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}


class Signer(Protocol):
    """A key and the certificate that says whose it is."""

    @property
    def certificate(self) -> x509.Certificate: ...

    def sign(self, digest: bytes, algorithm: str) -> bytes:
        """The signature over this digest; ``algorithm`` names the hash it was made with, as in ``sha256``."""
        ...


class SoftwareKey:
    """A key kept in a file of this installation."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, certificate: x509.Certificate) -> None:
        self.key = key
        self.certificate = certificate

    @classmethod
    def load(cls, folder: Path) -> "SoftwareKey":
        key = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            raise TypeError(f"{folder}: neither an elliptic-curve nor an RSA key")
        return cls(key, x509.load_pem_x509_certificate((folder / "cert.pem").read_bytes()))

    def sign(self, digest: bytes, algorithm: str) -> bytes:
        prehashed = utils.Prehashed(HASHES[algorithm]())
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(digest, ec.ECDSA(prehashed))
        return self.key.sign(digest, padding.PKCS1v15(), prehashed)


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


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, by which a unit's registered one is known."""
    return certificate.fingerprint(hashes.SHA256()).hex()
