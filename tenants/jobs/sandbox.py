"""Run a module of ours, or a tool of the system, over a stranger's bytes in a child that can do nothing else.

The child has no database, no keys, no network (where the system lets it go), an empty environment, no open files and
hard limits; it and whatever it started are killed when the time is over. What it says lies in memory alone.
"""

import contextlib
import json
import math
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Thread
from types import MappingProxyType
from typing import Any, BinaryIO

ROOT = Path(__file__).resolve().parent.parent.parent
CONFINEMENT = Path(__file__).with_name("confinement.py")
WORKROOM = Path(__file__).with_name("workroom.py")
WORDS = 2000
ANSWER = 1024 * 1024
ON_A_BUSY_MACHINE = 3
NOTHING: Mapping[str, Any] = MappingProxyType({})


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
    told = [module, str(math.ceil(seconds)), str(memory), str(ROOT), str(answer)]
    return _ask(CONFINEMENT, told, data, module, seconds=seconds * ON_A_BUSY_MACHINE)


def use(
    tool: Sequence[str], pieces: Iterable[bytes], *, given: str, made: str, seconds: float, memory: int, answer: int,
    beside: Mapping[str, str] = NOTHING, shown: Mapping[str, Path] = NOTHING,
) -> bytes:  # fmt: skip
    """What a tool of the system makes of a file: it finds it as ``given`` in its folder and leaves ``made`` there.

    The tool may start processes of its own. It sees the programs of the system and that folder, which lies in memory
    and is gone with it; in it, too, the words ``beside`` and folders of ours that are ``shown``, to be read only.
    ``seconds`` is processor time, at most twice as long by the clock, ``memory`` the address space of each process.
    Where the system lets no room be closed like that, the tool does not run. Raises ``OutOfTime``, ``SandboxError``.
    """
    order = {
        "tool": list(tool),
        "given": given,
        "made": made,
        "beside": dict(beside),
        "shown": {name: str(path) for name, path in shown.items()},
        "seconds": math.ceil(seconds),
        "memory": memory,
        "answer": answer,
    }
    return _ask(WORKROOM, [json.dumps(order)], pieces, tool[0], seconds=seconds * 2)


def _ask(script: Path, told: list[str], data: bytes | Iterable[bytes], name: str, *, seconds: float) -> bytes:
    command = [sys.executable, "-I", "-B", str(script), *told]
    with _in_memory() as said, _in_memory() as complaints:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=said, stderr=complaints, env={"LANG": "C.UTF-8"},
            close_fds=True, start_new_session=True,
        )  # fmt: skip
        try:
            if isinstance(data, bytes):
                child.communicate(data, timeout=seconds)
            else:
                feeder = Thread(target=_feed, args=(child, data), daemon=True)
                feeder.start()
                child.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise OutOfTime(name) from error
        finally:
            _end(child)
        if child.returncode != 0:
            complaints.seek(0)
            raise SandboxError(complaints.read(WORDS).decode(errors="replace") or f"status {child.returncode}")
        said.seek(0)
        return said.read()


def _in_memory() -> BinaryIO:
    """A file that never touches a disk, where the system has such files."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("answer"), "w+b")
    return tempfile.TemporaryFile()


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
