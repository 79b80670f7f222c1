"""Secrets made once per installation, in files that only the portal's account reads."""

import os
import secrets
from base64 import b64encode
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings


def _file(name: str, make: bytes) -> bytes:
    """The content of a secret; made on first use. Of two processes that make it at once, one content stands."""
    path = Path(settings.DATA_DIR) / "secrets" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(make)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_bytes()


def second_factor_cipher() -> Fernet:
    """What the secrets of second factors are encrypted with, so that a copy of the database opens no account."""
    return Fernet(_file("second_factor", Fernet.generate_key()))


def outgoing_cipher() -> Fernet:
    """What addresses and secrets of other systems are encrypted with, so that a copy of the database speaks to none."""
    return Fernet(_file("outgoing", Fernet.generate_key()))


def consultation_cipher() -> Fernet:
    """What people of the public write to a unit is encrypted with, so that a copy of the database names nobody."""
    return Fernet(_file("consultation", Fernet.generate_key()))


def confidences_cipher() -> Fernet:
    """What the keys of matters are encrypted with, so that a copy of the database tells nothing about persons."""
    return Fernet(_file("confidences", Fernet.generate_key()))


def phone_key(owner: str) -> bytes:
    """What somebody recorded on a phone waits there under, until it is sent: the same key whenever they sign in."""
    made = HKDF(hashes.SHA256(), length=32, salt=None, info=f"phone:{owner}".encode())
    return made.derive(_file("phones", secrets.token_bytes(32)))


def attestation_key() -> Ed25519PrivateKey:
    """The portal's own key: it signs how a person proved who they are when no passkey did."""
    fresh = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    key = load_pem_private_key(_file("attestation", fresh), password=None)
    assert isinstance(key, Ed25519PrivateKey)  # noqa: S101 (we wrote the file)
    return key


def attestation_public() -> str:
    """What everybody may know of that key, and needs to check its signatures; in base64."""
    return b64encode(attestation_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
