"""Who acts and in which tenant, for everything below: kept in context variables, never on a connection.

A thread, a pooled connection or an earlier request therefore cannot lend its identity to the next one.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

Chunk = TypeVar("Chunk")


@dataclass(frozen=True, slots=True)
class Acting:
    """What the database is told of the person at work: ids that row security looks up again, never rights."""

    user_id: int | None = None
    unit_id: int | None = None
    membership_id: int | None = None


NOBODY = Acting()
_acting: ContextVar[Acting] = ContextVar("acting", default=NOBODY)


def acting() -> Acting:
    """The identity in force here; nobody unless ``act_as`` was entered."""
    return _acting.get()


@contextmanager
def act_as(identity: Acting) -> Iterator[Acting]:
    """Act as this person and unit inside the block, and as whoever it was before afterwards."""
    token = _acting.set(identity)
    try:
        yield identity
    finally:
        _acting.reset(token)


def bind_stream(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """Let a streaming answer keep the identity in force now, while its request is still alive."""
    identity = acting()

    def run() -> Iterator[Chunk]:
        source = iter(chunks)
        while True:
            with act_as(identity):
                try:
                    chunk = next(source)
                except StopIteration:
                    return
            yield chunk

    return run()
