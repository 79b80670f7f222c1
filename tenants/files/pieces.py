"""Answers that are made while they are sent, piece by piece, so that nothing large lies in memory."""

import io
from collections.abc import AsyncIterator, Iterator
from typing import Any

from asgiref.sync import sync_to_async


class Pipe(io.RawIOBase):
    """Where an archive is written to; what was written is taken away piece by piece."""

    def __init__(self) -> None:
        self.waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.waiting.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        gone, self.waiting = b"".join(self.waiting), []
        return gone


async def in_turn(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each piece is made in the thread of its request when it is asked for; under ASGI a plain iterator would be
    gathered whole before the first is sent."""
    make = sync_to_async(next, thread_sensitive=True)
    while (piece := await make(pieces, None)) is not None:
        yield piece
