"""From an empty or older database to the one this version needs."""

from collections.abc import Callable

from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tenants.db import security, snapshot, stamping

after_preparation: list[Callable[[], None]] = []  # apps add in ready() what they keep in tables but define in code


def prepare(*, report: Callable[[str], object] = print) -> None:
    """Migrate ``public`` and the template, apply security, write what the code defines. Owner only, safe to repeat."""
    schemas = ("public", stamping.TEMPLATE)
    is_new = not MigrationRecorder(connection).has_table()
    if not snapshot.restore(*schemas):
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {stamping.TEMPLATE}")
        for schema in schemas:
            report(f"Migrating {schema} …")
            migrate(schema)
        if is_new:
            snapshot.keep(*schemas)
    security.apply()
    security.apply_to_tenant(stamping.TEMPLATE)
    stamping.keep_template()
    for write in after_preparation:
        write()


def migrate(schema: str) -> None:
    """Run Django's own migrations in one schema."""
    connection.set_schema(schema, include_public=False)
    MigrationRecorder(connection).ensure_schema()  # its own table, not the one of public behind it
    connection.set_schema(schema)
    try:
        call_command(MigrateCommand(), interactive=False, verbosity=0)
    finally:
        connection.set_schema_to_public()
