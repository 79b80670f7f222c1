"""A new database is restored from a snapshot of the migrated one: migrating an empty one costs half a minute.

The snapshot belongs to one exact set of migrations. The one beside this module is part of the release; another is kept
in ``.cache`` whenever a database had to be migrated from nothing, so that the next one need not be.
"""

import hashlib
import os
import subprocess
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tenants.db.cluster import installed_programs

RELEASED = Path(__file__).with_name("snapshot.sql")
KEPT = settings.BASE_DIR / ".cache" / "snapshots"
LEFT_OUT = ("\\restrict", "\\unrestrict", "CREATE SCHEMA public;")


def restore(*schemas: str) -> bool:
    """Fill an empty database; False when it is not empty, or when there is no snapshot of these migrations."""
    if MigrationRecorder(connection).has_table():
        return False
    mark = f"-- {key(schemas)}\n"
    for path in (RELEASED, KEPT / f"{key(schemas)}.sql"):
        if path.exists() and (text := path.read_text(encoding="utf-8")).startswith(mark):
            with connection.cursor() as cursor:
                cursor.execute(text)
            connection.close()  # the text changed this session's settings
            return True
    return False


def keep(*schemas: str) -> Path:
    """Write down what was migrated, before anything else is in it; the path of the file."""
    path = KEPT / f"{key(schemas)}.sql"
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    fresh.write_text(f"-- {key(schemas)}\n{dump(*schemas)}", encoding="utf-8")
    fresh.replace(path)
    return path


def key(schemas: tuple[str, ...]) -> str:
    """Equal exactly when the same migrations make the same schemas; those of others are known by their names."""
    digest = hashlib.sha256(" ".join(schemas).encode())
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).is_relative_to(settings.BASE_DIR)}
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        digest.update(f"{app}.{name}\n".encode())
        if app in ours:
            module = Path(apps.get_app_config(app).path) / "migrations" / f"{name}.py"
            digest.update(module.read_bytes() if module.exists() else repr(migration.operations).encode())
    return digest.hexdigest()[:32]


def dump(*schemas: str) -> str:
    """These schemas as statements that one session can run."""
    database = connection.settings_dict
    program = os.environ.get("PORTAL_PG_DUMP", str(installed_programs() / "pg_dump"))
    output = subprocess.run(
        [
            program, "--host", database["HOST"], "--port", str(database["PORT"]), "--username", database["USER"],
            *(f"--schema={schema}" for schema in schemas), "--no-owner", "--no-privileges", "--no-comments",
            "--inserts", "--rows-per-insert=1000", database["NAME"],
        ],
        check=True, capture_output=True, text=True, env={**os.environ, "PGPASSWORD": database["PASSWORD"]},
    ).stdout  # fmt: skip
    return "\n".join(line for line in output.splitlines() if line and not line.startswith(LEFT_OUT))
