"""Where time stamps come from: a service by RFC 3161, else the installation's own development authority."""

from asn1crypto import keys
from cryptography.hazmat.primitives import serialization
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from collaboration.sealing.signer import SoftwareKey, as_asn1

SECONDS = 10


def service(address: str) -> TimeStamper:
    """The time-stamp service at this address."""
    return HTTPTimeStamper(address, timeout=SECONDS)


def development(key: SoftwareKey, issuer: SoftwareKey) -> TimeStamper:
    """A service inside this process, for installations without one. Its word counts for nothing outside."""
    der = key.key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return DummyTimeStamper(
        as_asn1(key.certificate), keys.PrivateKeyInfo.load(der), certs_to_embed=[as_asn1(issuer.certificate)]
    )
