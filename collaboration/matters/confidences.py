"""Words about persons, encrypted with a key of their matter. Who erases the key has erased them everywhere."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterable
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from collaboration.matters.models import Matter, MatterKey
from tenants.identity.keys import confidences_cipher


class Erased(Exception):
    """The key is gone, and with it what it kept."""


def conceal(matter: Matter, words: dict[str, Any]) -> bytes:
    """Encrypt what is not empty; the matter gets its key with the first words."""
    if not words:
        return b""
    return _cipher(matter, make=True).encrypt(json.dumps(words, ensure_ascii=False).encode())


def reveal(matter: Matter, token: bytes | memoryview) -> dict[str, Any]:
    """What was concealed. Raises ``Erased`` once the key is gone."""
    if not token:
        return {}
    try:
        return dict(json.loads(_cipher(matter, make=False).decrypt(bytes(token))))
    except InvalidToken as error:
        raise Erased from error


def reveal_all(matter: Matter, tokens: Iterable[bytes | memoryview]) -> list[dict[str, Any]]:
    """What was concealed in each of these, with one look for the key. Raises ``Erased``."""
    cipher = _cipher(matter, make=False)
    return [dict(json.loads(cipher.decrypt(bytes(token)))) for token in tokens]


def key_for_files(matter: Matter, *, make: bool = False) -> bytes:
    """The secret from which keys of the matter's files are made; gone with everything else. Raises ``Erased``."""
    return urlsafe_b64decode(_key(matter, make=make))


def conceal_bytes(matter: Matter, data: bytes) -> bytes:
    """Encrypt a file; the matter gets its key with the first."""
    return _cipher(matter, make=True).encrypt(data)


def reveal_bytes(matter: Matter, token: bytes) -> bytes:
    """A file that was concealed. Raises ``Erased`` once the key is gone."""
    try:
        return _cipher(matter, make=False).decrypt(token)
    except InvalidToken as error:
        raise Erased from error


def _cipher(matter: Matter, *, make: bool) -> Fernet:
    return Fernet(_key(matter, make=make))


def _key(matter: Matter, *, make: bool) -> bytes:
    kept = MatterKey.objects.filter(matter=matter).first()
    if kept is None and make:
        fresh = confidences_cipher().encrypt(Fernet.generate_key())
        MatterKey.objects.bulk_create([MatterKey(matter=matter, wrapped=fresh)], ignore_conflicts=True)
        kept = MatterKey.objects.filter(matter=matter).first()
    if kept is None:
        raise Erased
    return confidences_cipher().decrypt(bytes(kept.wrapped))
