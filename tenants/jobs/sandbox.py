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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
CONFINEMENT = Path(__file__).with_name("confinement.py")
WORDS = 2000
ON_A_BUSY_MACHINE = 3


class SandboxError(Exception):
    """The module gave no answer: too slow, too big, or broken by the input."""


class OutOfTime(SandboxError):
    """The child was still at work when its time was over."""


def run(module: str, data: bytes, *, seconds: float, memory: int) -> bytes:
    """What ``python -m module`` writes to its standard output for these bytes on its standard input.

    ``seconds`` is processor time, on a busy machine at most thrice as long by the clock; ``memory`` is the whole
    address space in bytes. Raises ``OutOfTime`` or ``SandboxError``.
    """
    command = [
        sys.executable, "-I", "-B", str(CONFINEMENT), module, str(math.ceil(seconds)), str(memory), str(ROOT)
    ]  # fmt: skip
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as complaints:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=answer, stderr=complaints, env={"LANG": "C.UTF-8"},
            close_fds=True, start_new_session=True,
        )  # fmt: skip
        try:
            child.communicate(data, timeout=seconds * ON_A_BUSY_MACHINE)
        except subprocess.TimeoutExpired as error:
            raise OutOfTime(module) from error
        finally:
            _end(child)
        if child.returncode != 0:
            complaints.seek(0)
            raise SandboxError(complaints.read(WORDS).decode(errors="replace") or f"status {child.returncode}")
        answer.seek(0)
        return answer.read()


def _end(child: subprocess.Popen[bytes]) -> None:
    """Kill the child's whole group and take its status, so that nothing of it is left."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdin is not None:
        with contextlib.suppress(OSError):
            child.stdin.close()
