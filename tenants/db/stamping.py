"""New tenants are stamped: the template schema is dumped once as SQL and run under another name, never migrated."""

import os
import re
import subprocess

from django.conf import settings
from django.db import connection

from tenants.db import security
from tenants.db.cluster import installed_programs
from tenants.units.models import TemplateDump

TEMPLATE = "template_tenant"
SKIPPED = ("--", "\\restrict", "\\unrestrict", "SET ", "SELECT pg_catalog.set_config")
SCHEMA_NAME = re.compile(r"[a-z][a-z0-9_]{0,62}")


def keep_template() -> None:
    """Dump the template schema and keep its text in the database, for whoever makes the next tenant."""
    TemplateDump.objects.update_or_create(pk=1, defaults={"sql": _dump(TEMPLATE)})


def stamp(schema: str) -> None:
    """Create a schema like the template, with its rights. Call inside a transaction: all of it or nothing stands.

    Raises ``ValueError`` for a name that is no schema name of ours.
    """
    if not SCHEMA_NAME.fullmatch(schema):
        raise ValueError(schema)
    sql = TemplateDump.objects.get(pk=1).sql
    with connection.cursor() as cursor:
        cursor.execute(re.sub(rf"\b{TEMPLATE}\b", schema, sql))
    security.apply_to_tenant(schema)


def _dump(schema: str) -> str:
    database = settings.DATABASES["default"]
    program = os.environ.get("PORTAL_PG_DUMP", str(installed_programs() / "pg_dump"))
    output = subprocess.run(
        [
            program, "--host", database["HOST"], "--port", str(database["PORT"]), "--username", database["USER"],
            "--schema", schema, "--no-owner", "--no-privileges", "--no-comments", "--inserts",
            "--rows-per-insert=1000", connection.settings_dict["NAME"],
        ],
        check=True, capture_output=True, text=True, env={**os.environ, "PGPASSWORD": database["PASSWORD"]},
    ).stdout  # fmt: skip
    return "\n".join(line for line in output.splitlines() if line and not line.startswith(SKIPPED))
