"""The data folder: one owner at a time, made by this version or an older one, and what a killed run left in it."""

import contextlib
import fcntl
import json
import os
import secrets
import shutil
from dataclasses import asdict
from pathlib import Path

from launch.address import Address
from launch.console import Trouble
from launch.places import version
from tenants.db import lifetime
from tenants.db.cluster import Cluster

MEBIBYTE = 1024 * 1024
ROOM_FOR_FIRST, ROOM_FOR_LATER = 1000 * MEBIBYTE, 200 * MEBIBYTE
OF_A_DATABASE = ("files", "media", "authority", "anchors", "outbox", "prepared")
OURS = (*OF_A_DATABASE, "static", "logs", "secrets")


class DataFolder:
    """Everything an installation keeps, in one folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.logs = path / "logs"
        self.prepared = path / "prepared"
        self._version = path / "version.json"
        self._processes = path / "processes.json"
        self._address = path / "address.json"
        self._unfinished = path / "unfinished"
        self._lock: int | None = None

    def open(self, purpose: str, *, wait: bool = False) -> None:
        """Take the folder for us alone until this process ends, and end what a killed run left behind.

        ``purpose`` is told to whoever comes second.
        """
        self._make()
        self._lock = os.open(self.path / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Trouble(f"The data folder {self.path} is in use already, by {self.holder()}.") from None
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, f"{purpose} (process {os.getpid()})".encode(), 0)
        self._check_version()
        self._end_orphans()

    def holder(self) -> str:
        """Who has the folder open; nothing when nobody has."""
        try:
            with (self.path / "lock").open("r+", encoding="utf-8") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
                except BlockingIOError:
                    return lock.read() or "another process"
        except FileNotFoundError:
            pass
        return ""

    def address(self) -> Address:
        """Where this folder's portal was served last; links in what a command writes lead there."""
        try:
            return Address(**json.loads(self._address.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return Address()

    def served_at(self, address: Address) -> None:
        replace(self._address, json.dumps(asdict(address)))

    @property
    def is_unfinished(self) -> bool:
        """Was the database begun and not yet brought safely to the disk?"""
        return self._unfinished.exists()

    def begin(self) -> None:
        """A new database begins; nothing is prepared for it, and what an interrupted one left is of no use."""
        for name in OF_A_DATABASE if self.is_unfinished else ("prepared",):
            shutil.rmtree(self.path / name, ignore_errors=True)
        self._unfinished.touch()
        self.prepared.mkdir(mode=0o700)

    def finish(self) -> None:
        self._unfinished.unlink()

    def remember(self, processes: dict[str, int]) -> None:
        """Write down who runs for us, so that the next start can end them should we be killed."""
        rows = [{"name": name, "pid": pid, "born": lifetime.born(pid)} for name, pid in processes.items()]
        replace(self._processes, json.dumps(rows, indent=1))

    def reset(self, cluster: Cluster) -> None:
        """Forget everything: the database, files, secrets and what was prepared."""
        cluster.destroy()
        for name in OURS:
            shutil.rmtree(self.path / name, ignore_errors=True)
        for file in (self._version, self._processes, self._address, self._unfinished):
            file.unlink(missing_ok=True)

    def _make(self) -> None:
        first = not self._version.exists()
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.path).free
            if free < (needed := ROOM_FOR_FIRST if first else ROOM_FOR_LATER):
                raise Trouble(
                    f"The disk of {self.path} has {free // MEBIBYTE} MB left; {needed // MEBIBYTE} MB are needed."
                )
            for folder in (self.logs, self.prepared, self.path / "secrets"):
                folder.mkdir(mode=0o700, exist_ok=True)
            key = self.path / "secrets" / "secret_key"
            if not key.exists():
                with open(os.open(key, os.O_CREAT | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
                    file.write(secrets.token_urlsafe(48))
        except PermissionError as error:
            raise Trouble(f"The data folder {self.path} cannot be written by this user ({error.strerror}).") from None

    def _check_version(self) -> None:
        try:
            made_by = json.loads(self._version.read_text(encoding="utf-8"))["portal"]
        except FileNotFoundError:
            made_by = "0"
        if _comparable(made_by) > _comparable(version()):
            raise Trouble(
                f"The data folder {self.path} was made by version {made_by} of the portal; this is {version()}. "
                "Use the newer version, or another folder (--data)."
            )
        replace(self._version, json.dumps({"portal": version()}))

    def _end_orphans(self) -> None:
        """Processes of a killed run, recognised by number and time of birth."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            rows = json.loads(self._processes.read_text(encoding="utf-8"))
            lifetime.end([row["pid"] for row in rows if row["born"] and lifetime.born(row["pid"]) == row["born"]])
        self._processes.unlink(missing_ok=True)


def replace(path: Path, content: str) -> None:
    """Write a small file whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(content, encoding="utf-8")
    fresh.replace(path)


def _comparable(text: str) -> list[int]:
    return [int(part) for part in text.split(".") if part.isdigit()]
