"""A database restored from the snapshot is the database that the migrations make."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenants.db.cluster import Cluster

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ("public", "template_tenant")
PROGRAM = """
import sys, django
django.setup()
from pathlib import Path
from django.db import connection
from tenants.db import preparation, snapshot
snapshot.KEPT = Path(sys.argv[1])
snapshot.RELEASED = snapshot.KEPT / "released.sql"
schemas = ("public", "template_tenant")
if not snapshot.restore(*schemas):
    connection.cursor().execute("CREATE SCHEMA template_tenant")
    for schema in schemas:
        preparation.migrate(schema)
    snapshot.keep(*schemas)
print(snapshot.dump(*schemas))
"""


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path / "data").create(fsync=False).start()
    yield made
    made.destroy()


def filled(cluster: Cluster, database: str, kept: Path) -> str:
    """What is in the database once it is filled, from the snapshot in this folder or by migrating."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, kept],
        cwd=ROOT,
        env={
            **os.environ,
            **cluster.environment("p_owner", database),
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def spelled_alike(dump: str) -> list[str]:
    """PostgreSQL writes the list of a partial index in one of two ways, which mean the same."""
    one = re.compile(r"ANY \(\(ARRAY\[(.+?)\]\)::text\[\]\)")
    return sorted(
        one.sub(lambda m: f"ANY (ARRAY[{', '.join(f'({part})::text' for part in m[1].split(', '))}])", line)
        for line in dump.splitlines()
    )


@pytest.mark.slow
def test_restoring_gives_what_migrating_gives(cluster: Cluster, tmp_path: Path) -> None:
    cluster.clone("portal", "second")
    kept = tmp_path / "kept"

    migrated = filled(cluster, "portal", kept)
    assert len(list(kept.iterdir())) == 1
    restored = filled(cluster, "second", kept)

    assert spelled_alike(restored) == spelled_alike(migrated)


def test_the_released_snapshot_is_of_these_migrations() -> None:
    from tenants.db import snapshot

    assert snapshot.RELEASED.read_text(encoding="utf-8").startswith(f"-- {snapshot.key(SCHEMAS)}\n"), (
        "migrations changed: ./run manage write_snapshot"
    )
