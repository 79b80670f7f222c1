"""Which sockets of this process belong to which group. Every process listens for itself, so nothing goes further."""

from collections.abc import Iterable
from typing import Protocol


class Socket(Protocol):
    """An open page's socket, as far as hints are concerned."""

    def hear(self, topic: str) -> None:
        """Take a hint, to be passed on soon."""


_groups: dict[str, set[Socket]] = {}


def join(group: str, socket: Socket) -> None:
    """Let the socket hear what is told to the group."""
    _groups.setdefault(group, set()).add(socket)


def leave(groups: Iterable[str], socket: Socket) -> None:
    """Let the socket hear nothing of these groups any more."""
    for group in groups:
        members = _groups.get(group, set())
        members.discard(socket)
        if not members:
            _groups.pop(group, None)


def tell(group: str, topic: str) -> None:
    """Hint to every socket of the group that something changed."""
    for socket in tuple(_groups.get(group, ())):
        socket.hear(topic)
