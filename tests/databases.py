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
SOURCES = ("*/*/migrations/*.py", "*/migrations/*.py", "*/*/*.sql", "*/*/access.csv", "*/*/acts.py", "*/*/apps.py",
           "*/*/steps.py", "tenants/db/*.py", "tenants/units/*.py", "tests/alliance.py", "requirements.txt")  # fmt: skip
KEPT = 2


def fingerprint() -> str:
    """What the prepared database depends on."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def start_cluster() -> Cluster:
    """A running cluster of this run alone, migrated and holding the test alliance. Ends with this process."""
    prepared = _prepared()
    cluster = Cluster(tempfile.mkdtemp(prefix="portal-tests-"))
    cluster.data.chmod(0o755)
    shutil.copytree(prepared.secrets, cluster.secrets)
    cluster._make_folder()
    subprocess.run(["cp", "-a", f"{prepared.folder}/.", str(cluster.folder)], check=True)
    return cluster.start()


def _prepared() -> Cluster:
    """The stopped cluster that runs are copied from; built by whoever comes first."""
    PREPARED.mkdir(parents=True, exist_ok=True)
    place = PREPARED / fingerprint()
    with (PREPARED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster = Cluster(place)
        if not (place / "ready").exists():
            cluster.create(fsync=False).start()
            _fill(cluster)
            cluster.stop()
            (place / "ready").touch()
        os.utime(place)
        _forget_old()
    return cluster


def _fill(cluster: Cluster) -> None:
    environment = {**os.environ, **cluster.environment("p_owner"), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    environment.pop("PYTEST_XDIST_WORKER", None)
    for command in (["-m", "django", "prepare_database"], ["-m", "tests.alliance"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)


def _forget_old() -> None:
    places = sorted((p for p in PREPARED.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
    for place in places[KEPT:]:
        Cluster(place).destroy()
        shutil.rmtree(place, ignore_errors=True)
