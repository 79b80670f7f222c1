"""Run a module of ours over bytes that a stranger handed in, in a child process that can do nothing else.

The child has no database, no keys, no network (where the system lets it go), an empty environment, no open files and
hard limits; it and whatever it started are killed when the time is over.
"""

import contextlib
import math
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from threading import Thread

ROOT = Path(__file__).resolve().parent.parent.parent
CONFINEMENT = Path(__file__).with_name("confinement.py")
WORDS = 2000
ANSWER = 1024 * 1024
ON_A_BUSY_MACHINE = 3


class SandboxError(Exception):
    """The module gave no answer: too slow, too big, or broken by the input."""


class OutOfTime(SandboxError):
    """The child was still at work when its time was over."""


def run(module: str, data: bytes | Iterable[bytes], *, seconds: float, memory: int, answer: int = ANSWER) -> bytes:
    """What ``python -m module`` writes to its standard output for these bytes on its standard input.

    Pieces are handed over one by one, never held together here; ``answer`` is the longest answer in bytes.
    ``seconds`` is processor time, on a busy machine at most thrice as long by the clock; ``memory`` is the whole
    address space in bytes. Raises ``OutOfTime`` or ``SandboxError``.
    """
    command = [
        sys.executable, "-I", "-B", str(CONFINEMENT), module, str(math.ceil(seconds)), str(memory), str(ROOT),
        str(answer),
    ]  # fmt: skip
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=said, stderr=complaints, env={"LANG": "C.UTF-8"},
            close_fds=True, start_new_session=True,
        )  # fmt: skip
        try:
            if isinstance(data, bytes):
                child.communicate(data, timeout=seconds * ON_A_BUSY_MACHINE)
            else:
                feeder = Thread(target=_feed, args=(child, data), daemon=True)
                feeder.start()
                child.wait(timeout=seconds * ON_A_BUSY_MACHINE)
        except subprocess.TimeoutExpired as error:
            raise OutOfTime(module) from error
        finally:
            _end(child)
        if child.returncode != 0:
            complaints.seek(0)
            raise SandboxError(complaints.read(WORDS).decode(errors="replace") or f"status {child.returncode}")
        said.seek(0)
        return said.read()


def _feed(child: subprocess.Popen[bytes], pieces: Iterable[bytes]) -> None:
    """Hand the pieces over; a child that ends before it has all of them has answered, or failed, already."""
    assert child.stdin is not None  # noqa: S101 (we asked for a pipe)
    with contextlib.suppress(OSError, ValueError):
        for piece in pieces:
            child.stdin.write(piece)
        child.stdin.close()


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child's whole group and take its status, so that nothing of it is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()
