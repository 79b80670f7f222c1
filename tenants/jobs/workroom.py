"""The inside of the workroom: a tool that needs processes of its own runs here over a stranger's file. Linux alone.

It has processes, names and a network of its own, the last without any way out; of the file system it sees the
system's programs, to be read only, and one folder in memory that ends with it. It gains no right again, has hard
limits, and dies with its parent. Where the system does not allow one of these, the tool does not run.
Started by ``tenants.jobs.sandbox`` as a file, in an empty environment; nothing of Django is loaded.
"""

import contextlib
import ctypes
import json
import os
import resource
import shutil
import stat
import subprocess
import sys
from pathlib import Path

NEW_MOUNTS, NEW_HOST, NEW_IPC, NEW_USER, NEW_PIDS, NEW_NET = (
    0x00020000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000,
)  # fmt: skip
RDONLY, NOSUID, NODEV, NOEXEC, BIND, RECURSIVE, PRIVATE = 1, 2, 4, 8, 0x1000, 0x4000, 0x40000
MOUNT_SETATTR, HERE, ALL_BENEATH = 442, -100, 0x8000
DIES_WITH_PARENT, DUMPABLE, NO_NEW_RIGHTS, KILL = 1, 4, 38, 9
NOBODY = 65534
ROOM, FOLDER = "/sys", "desk"  # what lies there is hidden beneath a file system of our own; nobody needs it
PROGRAMS = ("usr", "bin", "sbin", "lib", "lib32", "lib64", "opt", "etc/fonts", "etc/libreoffice", "etc/alternatives",
            "etc/ld.so.cache")  # fmt: skip
DEVICES = ("null", "zero", "random", "urandom")
ROOM_SIZE = 512 * 1024 * 1024
PROCESSES, OPEN_FILES = 64, 512
library = ctypes.CDLL(None, use_errno=True)


def must(result: int) -> None:
    """Raise what went wrong in the system."""
    if result != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    spoken = [word.encode() if word is not None else None for word in (source, target, kind)]
    must(library.mount(*spoken, ctypes.c_ulong(flags), options.encode() if options else None))


def leave() -> None:
    """Leave users, processes, mounts and the network of the system behind."""
    if os.getuid() == 0:  # whom no limit of processes would hold, and who owns everything
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        must(library.prctl(DUMPABLE, 1, 0, 0, 0))  # else it may not say who it is in its own room
    outside = os.getuid(), os.getgid()
    must(library.prctl(NO_NEW_RIGHTS, 1, 0, 0, 0))
    must(library.unshare(NEW_USER | NEW_MOUNTS | NEW_PIDS | NEW_NET | NEW_IPC | NEW_HOST))
    Path("/proc/self/setgroups").write_text("deny")
    for which, number in zip(("uid", "gid"), outside, strict=True):
        Path(f"/proc/self/{which}_map").write_text(f"{NOBODY} {number} 1")


def furnish(shown: dict[str, str]) -> None:
    """Make the room and go into it for good: a file system in memory, in it the system's programs and a folder."""
    mount("none", "/", None, RECURSIVE | PRIVATE)
    mount("room", ROOM, "tmpfs", NOSUID | NODEV, f"size={ROOM_SIZE},mode=700")
    for name in PROGRAMS:
        _show(Path("/", name), Path(ROOM, name))
    for name, source in shown.items():
        with contextlib.suppress(PermissionError):  # what lies in a closed folder stays there
            _show(Path(source), Path(ROOM, FOLDER, name))
    for name in ("proc", "dev", "tmp", FOLDER):
        Path(ROOM, name).mkdir(exist_ok=True)
    for name in DEVICES:
        Path(ROOM, "dev", name).touch()
        mount(f"/dev/{name}", f"{ROOM}/dev/{name}", None, BIND)
    with contextlib.suppress(OSError):  # containers often hide a part of it, and then lend none
        mount("proc", f"{ROOM}/proc", "proc", RDONLY | NOSUID | NODEV | NOEXEC)
    os.chroot(ROOM)
    os.chdir(f"/{FOLDER}")


def _show(source: Path, target: Path) -> None:
    """Let a part of the system be seen, never written."""
    if not source.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        target.symlink_to(source.readlink())
        return
    if source.is_dir():
        target.mkdir()
    else:
        target.touch()
    mount(str(source), str(target), None, BIND | RECURSIVE)
    wanted = (ctypes.c_uint64 * 4)(RDONLY | NOSUID | NODEV, 0, 0, 0)
    must(library.syscall(MOUNT_SETATTR, HERE, str(target).encode(), ALL_BENEATH, wanted, ctypes.sizeof(wanted)))


def limit(seconds: int, memory: int, written: int) -> None:
    """What each process of the tool may use; there are only so many of them."""
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_FSIZE: written,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NPROC: PROCESSES,
    }
    for kind, value in limits.items():
        resource.setrlimit(kind, (value, value))
    os.nice(5)


def work(order: dict[str, object]) -> None:
    """Put the file down, let the tool work on it, and say what it made."""
    for name, words in order["beside"].items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(words)
    with Path(order["given"]).open("wb") as given:
        shutil.copyfileobj(sys.stdin.buffer, given)
    done = subprocess.run(
        order["tool"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False,
        env={"LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "HOME": f"/{FOLDER}", "TMPDIR": f"/{FOLDER}"},
        preexec_fn=lambda: limit(order["seconds"], order["memory"], order["answer"]),
    )  # fmt: skip
    if done.returncode != 0:
        sys.exit(f"status {done.returncode}")
    with open(os.open(order["made"], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as made:
        if not stat.S_ISREG(os.fstat(made.fileno()).st_mode):
            sys.exit("no file")
        sys.stdout.buffer.write(made.read(order["answer"]))


def main() -> None:
    """``workroom.py ORDER``: as JSON, what ``sandbox.use`` was asked."""
    leave()
    must(library.prctl(DIES_WITH_PARENT, KILL, 0, 0, 0))
    child = os.fork()
    if child:
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    must(library.prctl(DIES_WITH_PARENT, KILL, 0, 0, 0))
    order = json.loads(sys.argv[1])
    furnish(order["shown"])
    work(order)


if __name__ == "__main__":
    main()
