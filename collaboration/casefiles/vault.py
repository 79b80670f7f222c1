"""Bytes at rest: AES-256-GCM in pieces of 2 MB, each bound to its file, its place and the length of the whole.

Any piece can be opened alone, so nothing is ever held whole in memory, nor written to a disk in clear.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PIECE = 2 * 1024 * 1024
NONCE, TAG = 12, 16
LOCKED = NONCE + PIECE + TAG


class Unopened(OSError):
    """The stored bytes are not those of this file: rotted, changed, cut, or of another key."""


def key_of(matter_key: bytes, file: UUID, purpose: str = "file") -> bytes:
    """The key of one file, from the key of its matter: gone with it."""
    made = HKDF(hashes.SHA256(), length=32, salt=None, info=f"casefile:{purpose}:{file}".encode())
    return made.derive(matter_key)


def pieces_in(size: int) -> int:
    """How many pieces a file of this length has."""
    return max(1, -(-size // PIECE))


class Locked:
    """A file in the store, or on its way there: written piece by piece, read from anywhere."""

    def __init__(self, path: Path, key: bytes, file: UUID, size: int) -> None:
        self.path, self.size = path, size
        self._cipher, self._about = AESGCM(key), f"{file}:{size}"

    def write(self, index: int, piece: bytes) -> None:
        """Lock one piece in its place. The same place may be written again: every time with a nonce of its own."""
        nonce = secrets.token_bytes(NONCE)
        locked = nonce + self._cipher.encrypt(nonce, piece, self._bound(index))
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o640)
        try:
            os.pwrite(descriptor, locked, index * LOCKED)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def piece(self, index: int) -> bytes:
        """One piece in clear. Raises ``Unopened``."""
        with self.path.open("rb") as file:
            file.seek(index * LOCKED)
            locked = file.read(LOCKED)
        try:
            return self._cipher.decrypt(locked[:NONCE], locked[NONCE:], self._bound(index))
        except (InvalidTag, ValueError) as error:
            raise Unopened(str(self.path)) from error

    def pieces(self) -> Iterator[bytes]:
        """All of it, in order."""
        return (self.piece(index) for index in range(pieces_in(self.size)))

    def between(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from ``start`` up to but not including ``end``."""
        for index in range(start // PIECE, -(-end // PIECE)):
            begin = index * PIECE
            yield self.piece(index)[max(start - begin, 0) : end - begin]

    def ends(self, length: int) -> tuple[bytes, bytes]:
        """The first and the last bytes."""
        tail = b"".join(self.between(max(0, self.size - length), self.size))
        return b"".join(self.between(0, min(length, self.size))), tail

    def sha256_as_stored(self) -> str:
        """The digest of the locked bytes, under which the store keeps them."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def _bound(self, index: int) -> bytes:
        return f"{self._about}:{index}".encode()
