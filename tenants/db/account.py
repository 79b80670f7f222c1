"""Who runs the database server, and where that account can reach. Standard library only.

PostgreSQL refuses to run as root. Started by root it runs as an unprivileged account; no folder that was there before
changes its mode for that, so where the account cannot reach a place, another place is used.
"""

import os
import pwd
import shutil
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ELSEWHERE = ("/var/lib", "/var/tmp", tempfile.gettempdir())  # noqa: S108 (a folder of our own is made inside)
OUR_FOLDER = "alliance-portal"


@dataclass(frozen=True)
class Account:
    """An unprivileged account, by number."""

    uid: int
    gid: int

    def can_reach(self, path: Path) -> bool:
        """May this account enter every folder above the path, and the path itself if it is a folder?"""
        path = path.resolve()
        return all(self.may_enter(folder) for folder in [path, *path.parents] if folder.is_dir())

    def may_enter(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & 0o100)
        if found.st_gid == self.gid:
            return bool(found.st_mode & 0o010)
        return bool(found.st_mode & 0o001)


def server_account(folder: Path) -> Account | None:
    """Whom to run the server of this folder as: nobody else (None), unless we are root.

    A folder that already belongs to an ordinary account keeps it; PORTAL_POSTGRES_USER names another than ``nobody``.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    known = pwd.getpwnam(os.environ.get("PORTAL_POSTGRES_USER", "nobody"))
    return Account(known.pw_uid, known.pw_gid)


def reachable_place(account: Account, wanted: Path) -> Path:
    """A folder of our own that stands for the wanted one where the account can reach it; always the same one."""
    name = sha256(str(wanted.resolve()).encode()).hexdigest()[:16]
    for base in map(Path, ELSEWHERE):
        if base.is_dir() and os.access(base, os.W_OK) and account.can_reach(base):
            place = base / OUR_FOLDER / name
            place.mkdir(parents=True, exist_ok=True)
            if account.can_reach(place):
                return place
    raise PermissionError(f"user number {account.uid} can reach none of {', '.join(ELSEWHERE)}")


def programs_for(account: Account | None, programs: Path) -> Path:
    """The same programs where the account can run them: as they are, or copied once to a place it can reach."""
    if account is None or account.can_reach(programs):
        return programs
    package = programs.parents[1]
    copy = reachable_place(account, package) / package.name
    finished = copy.parent / "complete"
    if not finished.exists():
        for part in (package, package.with_name(package.name + ".libs")):
            shutil.copytree(part, copy.with_name(part.name), dirs_exist_ok=True, symlinks=True)
        finished.touch()
    return copy / programs.relative_to(package)
