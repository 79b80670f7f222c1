"""``./run manage``: one management command as the owner of the database."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from launch.console import console
from launch.database import cluster_of, database, portal_environment, settle
from launch.datafolder import DataFolder
from launch.environment import ensure_environment
from launch.fonts import ensure_fonts
from launch.places import PYTHON
from launch.preparation import DATABASE_STEPS, prepare
from launch.signals import stopping_on_signals
from tenants.db import lifetime
from tenants.db.cluster import Cluster

OURSELVES = "./run manage"


def manage(folder: DataFolder, arguments: list[str]) -> int:
    """The command's own output and code; whatever we have to say goes to standard error."""
    console.stream = sys.stderr
    with stopping_on_signals():
        ensure_environment()
        with _running_database(folder) as cluster:
            env = portal_environment(cluster, folder.address(), "p_owner")
            child = subprocess.Popen(
                [PYTHON, "-m", "django", *arguments], env=env, preexec_fn=lifetime.die_with_parent(signal.SIGTERM)
            )
            try:
                code = child.wait()
            finally:
                lifetime.end([child.pid])
                child.wait()
    return code if code >= 0 else 128 - code


@contextmanager
def _running_database(folder: DataFolder) -> Iterator[Cluster]:
    """The one that ``./run`` serves from, else one of our own; another command of this kind is waited for."""
    holder = folder.holder()
    if holder and not holder.startswith(OURSELVES) and (served := cluster_of(folder)).is_running():
        yield served
        return
    folder.open(OURSELVES, wait=holder.startswith(OURSELVES))
    ensure_fonts()
    with database(folder) as cluster:
        prepare(folder, DATABASE_STEPS, portal_environment(cluster, folder.address(), "p_owner"))
        settle(folder, cluster)
        yield cluster
