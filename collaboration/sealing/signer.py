"""Who holds a key and signs with it.

``Signer`` is the port. Only a digest passes it, so a key may lie in this process, on a token (``token_key``) or in an
agency's own signing service (``remote_key``). What pyHanko needs to sign through it is in ``pdf_signature``.
"""

from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from collaboration.sealing.refusals import WrongKey

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


def checked(signature: bytes, digest: bytes, algorithm: str, certificate: x509.Certificate) -> bytes:
    """The signature that came from elsewhere. Raises ``WrongKey`` unless the certificate's own key made it."""
    key, prehashed = certificate.public_key(), utils.Prehashed(HASHES[algorithm]())
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, digest, ec.ECDSA(prehashed))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, digest, padding.PKCS1v15(), prehashed)
        else:
            raise TypeError("A signing certificate must hold an elliptic-curve or an RSA key.")
    except InvalidSignature as error:
        raise WrongKey(certificate.subject.rfc4514_string()) from error
    return signature


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, by which a unit's registered one is known."""
    return certificate.fingerprint(hashes.SHA256()).hex()
