"""A machine of its own that loses its processes: PostgreSQL that syncs to disk, the web process, the sealer."""

import os
from pathlib import Path

from django.db import connection

from tenants.db.cluster import Cluster, free_port
from tests import databases
from tests.server import Server

SAFE = "\nfsync = on\nsynchronous_commit = on\nfull_page_writes = on\n"
WEB, SEALER, DATABASE = "web", "sealer", "database"


class Machine:
    """A copy of the prepared cluster on a port of its own, and the processes that use it."""

    def __init__(self) -> None:
        self.cluster: Cluster = databases.start_cluster()
        self.cluster.stop()
        with (self.cluster.folder / "postgresql.conf").open("a") as settings:
            settings.write(SAFE)
        self.port = free_port()
        self.cluster.start(self.port)
        assert self.cluster.sql("SHOW fsync") == "on"
        self.server = Server("portal", Path(os.environ["PORTAL_DATA"]))
        self.server.environment |= {
            "PORTAL_DB_PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "tests.reliability.settings",
            "PORTAL_LOG_LEVEL": "CRITICAL",
        }
        self.clocks: dict[str, int] = {}
        self._before = dict(connection.settings_dict)

    def connect(self) -> None:
        """Let Django in this process use the machine's database."""
        connection.close()
        connection.settings_dict |= {"NAME": "portal", "PORT": str(self.port)}

    def start(self) -> None:
        self._start(SEALER)
        self._start(WEB)

    def kill(self, victim: str, *, clock: int = 0) -> None:
        """End it as a power cut would and start it again, its clock off by so many seconds, and what died of it too."""
        self.clocks[victim] = clock
        if victim == DATABASE:
            self.cluster.kill()
            self.cluster.start(self.port)
        else:
            self.server.kill(victim)
        for name in (WEB, SEALER):
            process = self.server.processes.get(name)
            if process is None or process.poll() is not None:
                self._start(name)

    def _start(self, name: str) -> None:
        self.server.environment["PORTAL_TESTS_CLOCK"] = str(self.clocks.get(name, 0))
        if name == WEB:
            self.server.start_web()
        else:
            self.server.start_worker(name)

    def destroy(self) -> None:
        self.server.stop()
        connection.close()
        connection.settings_dict |= self._before
        self.cluster.destroy()
