"""Databases for tests: one cluster per run, copied from a prepared one; one clone of its database per worker."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tenants.db.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent
PREPARED = ROOT / ".cache" / "tests"
FOUNDATION = ("*/*/migrations/*.py", "*/migrations/*.py", "tenants/db/cluster.py", "tenants/db/roles.sql",
              "tenants/db/stamping.py", "tenants/db/migration_first.py", "tests/alliance.py",
              "requirements.txt")  # fmt: skip
SOURCES = (*FOUNDATION, "*/*/*.sql", "*/*/access.csv", "*/*/acts.py", "*/*/kinds.py", "*/*/apps.py", "*/*/steps.py",
           "cms/*.sql", "cms/access.csv", "cms/audit.py", "tenants/db/*.py", "tenants/units/*.py")  # fmt: skip
KEPT = 3
MEMORY, ROOM = Path("/dev/shm"), 4 * 1024**3


def fingerprint(patterns: tuple[str, ...]) -> str:
    """Equal for equal files under these patterns."""
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def start_cluster(*, on_disk: bool = False) -> Cluster:
    """A running cluster of this run alone, migrated and holding the test alliance. Ends with this process."""
    cluster = Cluster(tempfile.mkdtemp(prefix="portal-tests-", dir=None if on_disk else _in_memory()))
    cluster.data.chmod(0o755)
    _copy(_prepared(), cluster)
    cluster.start()
    cluster.sql("GRANT p_system TO p_owner WITH INHERIT FALSE, SET TRUE")  # for tests of the system's jobs alone
    return cluster


def _in_memory() -> Path | None:
    """A folder kept in memory, where a database is copied in a third of a second; None where there is no room."""
    has_room = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ROOM
    return MEMORY if has_room else None


def _prepared() -> Cluster:
    """The stopped cluster that runs are copied from; built by whoever comes first.

    Where only rights, triggers or code changed, it is built from the last one with the same tables.
    """
    PREPARED.mkdir(parents=True, exist_ok=True)
    foundation = fingerprint(FOUNDATION)
    place = PREPARED / f"{foundation}-{fingerprint(SOURCES)}"
    with (PREPARED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster = Cluster(place)
        if not (place / "ready").exists():
            if not _build_from_older(cluster, foundation):
                cluster.create(fsync=False).start()
                _run(cluster, "django", "prepare_database")
                _run(cluster, "tests.alliance")
            cluster.stop()
            (place / "ready").touch()
        os.utime(place)
        _forget_old()
    return cluster


def _build_from_older(cluster: Cluster, foundation: str) -> bool:
    """Upgrade a copy of the newest cluster with the same tables; False when there is none or it cannot be upgraded."""
    alike = sorted(PREPARED.glob(f"{foundation}-*/ready"), key=lambda ready: ready.parent.stat().st_mtime)
    if not alike:
        return False
    cluster.destroy()
    _copy(Cluster(alike[-1].parent), cluster)
    try:
        _run(cluster.start(), "django", "prepare_database")
    except subprocess.CalledProcessError:
        return False
    return True


def _copy(source: Cluster, target: Cluster) -> None:
    target.data.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source.secrets, target.secrets, dirs_exist_ok=True)
    target._make_folder()
    subprocess.run(["cp", "-a", f"{source.folder}/.", str(target.folder)], check=True)


def _run(cluster: Cluster, *module: str) -> None:
    environment = {**os.environ, **cluster.environment("p_owner"), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    environment.pop("PYTEST_XDIST_WORKER", None)
    to_errors = 2  # the output of a benchmark is figures alone
    subprocess.run([sys.executable, "-m", *module], cwd=ROOT, env=environment, stdout=to_errors, check=True)


def _forget_old() -> None:
    places = sorted((p for p in PREPARED.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
    for place in places[KEPT:]:
        Cluster(place).destroy()
        shutil.rmtree(place, ignore_errors=True)
