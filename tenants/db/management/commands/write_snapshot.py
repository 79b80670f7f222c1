import os
import shutil
import subprocess
import sys
import tempfile
from typing import Any

from django.core.management.base import BaseCommand

from tenants.db import snapshot, stamping
from tenants.db.cluster import Cluster


class Command(BaseCommand):
    """Make the snapshot that is part of the release, in a cluster of its own."""

    help = "Writes the snapshot from which new databases are restored. Run it when migrations changed."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        kept = snapshot.KEPT / f"{snapshot.key(('public', stamping.TEMPLATE))}.sql"
        if not kept.exists():
            self._migrate_an_empty_database()
        shutil.copyfile(kept, snapshot.RELEASED)
        self.stdout.write(f"{snapshot.RELEASED.name}: {kept.stem}")

    def _migrate_an_empty_database(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            cluster = Cluster(folder).create(fsync=False).start()
            try:
                env = {**os.environ, **cluster.environment("p_owner")}
                subprocess.run([sys.executable, "-m", "django", "prepare_database"], env=env, check=True)
            finally:
                cluster.destroy()
