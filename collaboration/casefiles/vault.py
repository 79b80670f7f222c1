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
    """A file in the store, or on its way there: written piece by piece, read from anywhere.

    What was written is safe from a kill at once, from a power cut once its digests were counted.
    """

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
        finally:
            os.close(descriptor)

    def piece(self, index: int) -> bytes:
        """One piece in clear. Raises ``Unopened``."""
        with self.path.open("rb") as file:
            file.seek(index * LOCKED)
            return self._opened(index, file.read(LOCKED))

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

    def digests(self) -> tuple[str, str]:
        """The SHA-256 of the whole in clear, and that of the locked bytes, under which the store keeps them.

        One reading, after all of it has reached the disk. Raises ``Unopened``, or ``FileNotFoundError``.
        """
        clear, stored = hashlib.sha256(), hashlib.sha256()
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
            for index in range(pieces_in(self.size)):
                locked = file.read(LOCKED)
                stored.update(locked)
                clear.update(self._opened(index, locked))
            if file.read(1):
                raise Unopened(str(self.path))
        return clear.hexdigest(), stored.hexdigest()

    def _opened(self, index: int, locked: bytes) -> bytes:
        try:
            return self._cipher.decrypt(locked[:NONCE], locked[NONCE:], self._bound(index))
        except (InvalidTag, ValueError) as error:
            raise Unopened(str(self.path)) from error

    def _bound(self, index: int) -> bytes:
        return f"{self._about}:{index}".encode()
