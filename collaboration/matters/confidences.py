"""Words about persons, encrypted with a key of their matter. Who erases the key has erased them everywhere."""

import json
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


def _cipher(matter: Matter, *, make: bool) -> Fernet:
    kept = MatterKey.objects.filter(matter=matter).first()
    if kept is None and make:
        fresh = confidences_cipher().encrypt(Fernet.generate_key())
        MatterKey.objects.bulk_create([MatterKey(matter=matter, wrapped=fresh)], ignore_conflicts=True)
        kept = MatterKey.objects.filter(matter=matter).first()
    if kept is None:
        raise Erased
    return Fernet(confidences_cipher().decrypt(bytes(kept.wrapped)))
