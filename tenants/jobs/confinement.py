"""The inside of the sandbox: this process gives up what it could do harm with, then runs one module. Linux and POSIX.

Started by ``tenants.jobs.sandbox`` as a file, in an empty environment; nothing of Django is loaded.
"""

import contextlib
import ctypes
import os
import resource
import runpy
import sys

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
KILL = 9
OPEN_FILES = 64


def limit(seconds: int, memory: int, written: int) -> None:
    """No more processor, memory, files, processes or written bytes (the answer) than the work needs."""
    limits = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_FSIZE: written,
        resource.RLIMIT_CORE: 0,
        getattr(resource, "RLIMIT_NPROC", resource.RLIMIT_CORE): 0,
    }
    for kind, value in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))


def confine() -> None:
    """Leave the network behind, where the system lets us, and never gain a right again; die with the parent."""
    if not sys.platform.startswith("linux"):
        return
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        library.unshare(CLONE_NEWNET)
    library.prctl(PR_SET_PDEATHSIG, KILL, 0, 0, 0)
    library.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    library.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def main() -> None:
    """``confinement.py MODULE SECONDS MEMORY ROOT WRITTEN``: run the module of the code in ROOT as a program."""
    module, seconds, memory, root, written = sys.argv[1:6]
    confine()
    limit(int(seconds), int(memory), int(written))
    os.chdir("/")
    sys.path.insert(0, root)
    sys.argv = [module]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
