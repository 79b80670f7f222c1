"""Processes that must not outlive the one that started them. Standard library only."""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
PROCESSES = Path("/proc")


def die_with_parent(sent: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before its program so that Linux sends it this signal when its parent is gone.

    The signal follows the *thread* that starts the child: start children from the main thread.
    """
    if not sys.platform.startswith("linux"):
        return None
    parent = os.getpid()
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
        if os.getppid() != parent:
            os.kill(os.getpid(), sent)

    return ask


def is_taken(pid: int) -> bool:
    """Does the number name any process, be it a stranger's, or a dead one that nobody has collected?"""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def is_alive(pid: int) -> bool:
    """A dead process that nobody has collected counts as gone."""
    if not is_taken(pid):
        return False
    try:
        return (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (OSError, IndexError):
        return not PROCESSES.is_dir()


def command_line(pid: int) -> list[str]:
    """The program and arguments of a process; nothing where it is gone or hidden."""
    try:
        return (PROCESSES / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def born(pid: int) -> str:
    """When a process began, in the system's own count: with the number it names one process for good."""
    try:
        return (PROCESSES / str(pid) / "stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return ""


def working_in(folder: Path) -> Iterator[int]:
    """The processes whose working folder is this one (each part of a PostgreSQL server works in its data folder)."""
    for entry in PROCESSES.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if os.readlink(entry / "cwd") == str(folder):
                yield int(entry.name)


def wait_until_gone(pids: list[int], seconds: float) -> list[int]:
    """Those that are still there when the time is over."""
    end = time.monotonic() + seconds
    while (left := [pid for pid in pids if is_alive(pid)]) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def end(pids: list[int], *, asked: signal.Signals = signal.SIGTERM, patience: float = 10) -> None:
    """Ask each process to end, with all of its group if it leads one; kill what is left when patience runs out."""
    for number, seconds in ((asked, patience), (signal.SIGKILL, 5.0)):
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                if os.getpgid(pid) == pid:
                    os.killpg(pid, number)
                else:
                    os.kill(pid, number)
        pids = wait_until_gone(pids, seconds)
        if not pids:
            return
