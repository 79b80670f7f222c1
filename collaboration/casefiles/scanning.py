"""Files go past a virus scanner piece by piece, never through a disk (clamd, INSTREAM)."""

import contextlib
import socket
import struct
from collections.abc import Iterable

from django.conf import settings

CLEAN, INFECTED, TOO_LARGE = "clean", "infected", "too_large"
PATIENCE = 120
SENT = 512 * 1024


class Unreachable(Exception):
    """The scanner is configured and does not answer; the file waits."""


def is_configured() -> bool:
    """Whether this installation has a scanner."""
    return bool(settings.CLAMD)


def scan(pieces: Iterable[bytes]) -> str:
    """What the scanner says. Raises ``Unreachable``; never takes silence for consent."""
    try:
        with _connected() as line:
            with contextlib.suppress(BrokenPipeError):  # it hangs up on what is longer than it was told to read
                _send(line, pieces)
            answer = line.recv(4096)
    except OSError as error:
        raise Unreachable from error
    if answer.rstrip(b"\0\n").endswith(b"FOUND"):
        return INFECTED
    if answer.rstrip(b"\0\n").endswith(b": OK"):
        return CLEAN
    if b"size limit" in answer:
        return TOO_LARGE
    raise Unreachable


def _send(line: socket.socket, pieces: Iterable[bytes]) -> None:
    line.sendall(b"zINSTREAM\0")
    for piece in pieces:
        for start in range(0, len(piece), SENT):
            part = piece[start : start + SENT]
            line.sendall(struct.pack("!L", len(part)) + part)
    line.sendall(struct.pack("!L", 0))


def _connected() -> socket.socket:
    """``/path/of/the/socket`` or ``host:port``."""
    where = settings.CLAMD
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        line.connect(where)
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
