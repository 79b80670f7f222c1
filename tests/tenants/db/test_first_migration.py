"""An empty database migrated in one pass is the database that Django's own two passes make."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tenants.db.cluster import Cluster, installed_programs

ROOT = Path(__file__).resolve().parents[3]
SCHEMAS = ("public", "template_tenant")
IN_ONE_PASS = "migration_first.migrate_empty('template_tenant')"
BY_DJANGO = """
with connection.cursor() as cursor:
    cursor.execute("CREATE SCHEMA template_tenant")
for schema in ("public", "template_tenant"):
    migration_tenants.migrate(schema)
"""
PROGRAM = """
import django
django.setup()
from django.db import connection
from tenants.db import migration_first, migration_tenants
"""
VARYING = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*\+00")


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path / "data").create(fsync=False).start()
    yield made
    made.destroy()


def run(cluster: Cluster, database: str, program: str) -> subprocess.CompletedProcess[str]:
    """Run this program as the owner of the database."""
    env = {**os.environ, **cluster.environment("p_owner", database), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    command = [sys.executable, "-c", PROGRAM + program]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)


def dump(cluster: Cluster, database: str) -> list[str]:
    """Structure and rows, without what is different at every migration: times, random ids, the order of rows."""
    command = [installed_programs() / "pg_dump", "--no-owner", "--no-privileges", "--no-comments", "-U", "p_owner"]
    command += ["-h", "127.0.0.1", "-p", str(cluster.port), *(f"--schema={name}" for name in SCHEMAS), database]
    env = {**os.environ, "PGPASSWORD": cluster.password("p_owner")}
    text = subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout
    return sorted(VARYING.sub("*", line) for line in text.splitlines() if not line.startswith("\\"))


def structure(lines: list[str]) -> list[str]:
    """Without rows and counters, which hold numbers given in the order of the passes."""
    return [line for line in lines if "\t" not in line and "setval" not in line]


def names(cluster: Cluster, database: str) -> str:
    """Content types, permissions, migrations and pages by name."""
    return cluster.sql(
        """
        SELECT app_label, model FROM django_content_type ORDER BY 1, 2;
        SELECT app_label, p.codename FROM template_tenant.auth_permission p JOIN django_content_type c
            ON c.id = p.content_type_id ORDER BY 1, 2;
        SELECT app, name FROM django_migrations ORDER BY 1, 2;
        SELECT app, name FROM template_tenant.django_migrations ORDER BY 1, 2;
        SELECT path, title, app_label, model FROM template_tenant.wagtailcore_page p
            JOIN django_content_type c ON c.id = p.content_type_id ORDER BY 1;
        """,
        database,
    )


@pytest.mark.skipif("PORTAL_PROVE" not in os.environ, reason="full counts only: Django's own way takes a minute")
def test_one_pass_makes_what_two_passes_make(cluster: Cluster) -> None:
    cluster.clone("portal", "second")
    for database, program in (("portal", IN_ONE_PASS), ("second", BY_DJANGO)):
        done = run(cluster, database, program)
        assert done.returncode == 0, done.stderr

    assert structure(dump(cluster, "portal")) == structure(dump(cluster, "second"))
    assert names(cluster, "portal") == names(cluster, "second")


def test_an_interrupted_first_migration_starts_again(cluster: Cluster) -> None:
    interrupted = "migration_first._move_to = None\n" + IN_ONE_PASS
    assert "'NoneType' object is not callable" in run(cluster, "portal", interrupted).stderr
    assert cluster.sql("SELECT count(*) > 200 FROM django_migrations") == "t"

    again = run(cluster, "portal", "assert migration_first.is_due('template_tenant')\n" + IN_ONE_PASS)

    assert again.returncode == 0, again.stderr
    assert cluster.sql("SELECT to_regclass('public.auth_group') IS NULL") == "t"
    assert cluster.sql("SELECT count(*) FROM template_tenant.auth_group") == "2"
