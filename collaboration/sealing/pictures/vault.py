"""Pictures of seals at rest: AES-256-GCM, bound to their unit, under a key that only this installation has."""

import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NAME = "seal_pictures"
NONCE = 12


class Unopened(Exception):
    """The stored bytes are not a picture of this unit under this installation's key."""


def locked(picture: bytes, unit_code: str) -> bytes:
    """The picture as it may lie on a disk or in a backup."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key()).encrypt(nonce, picture, unit_code.encode())


def opened(stored: bytes, unit_code: str) -> bytes:
    """The picture again. Raises ``Unopened`` also where it is another unit's."""
    try:
        return AESGCM(_key()).decrypt(stored[:NONCE], stored[NONCE:], unit_code.encode())
    except (InvalidTag, ValueError) as error:
        raise Unopened(unit_code) from error


def _key() -> bytes:
    """The key, made at first use; of two processes that make it at once both use the first one's."""
    path = Path(settings.DATA_DIR) / "secrets" / NAME
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f".{NAME}-{secrets.token_hex(8)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return bytes.fromhex(path.read_text().strip())
