"""Bring the template and every tenant to this version's migrations.

Schemas with the same list of applied migrations are one group. The first of a group is migrated by Django, its
statements are written down, and the rest of the group runs these statements: one rendering of the history for all.
What one schema has done stays done, so that an interrupted run goes on where it was.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.management import call_command
from django.core.management.commands.migrate import Command as MigrateCommand
from django.db import DatabaseError, connection, router, transaction
from django.db.backends.postgresql.schema import DatabaseSchemaEditor
from django.db.migrations import Migration, RunPython
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations import SeparateDatabaseAndState
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django_tenants.utils import schema_context

from tenants.db import security

LOCK_TIMEOUT = "3s"
Report = Callable[[str], object]
APPLIED = "SELECT md5(string_agg(app || '.' || name, ',' ORDER BY app, name)) FROM \"{}\".django_migrations"
COPY_PERMISSIONS = (
    'INSERT INTO "{}".auth_permission (name, content_type_id, codename) '
    'SELECT name, content_type_id, codename FROM "{}".auth_permission ON CONFLICT DO NOTHING'
)


@dataclass
class Outcome:
    """What a run did: schemas brought up to date, and those that could not be, with the reason."""

    migrated: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """The statements that one migration made in one schema."""

    migration: Migration
    statements: tuple[str, ...]


def migrate(schema: str) -> list[Written]:
    """Let Django migrate one schema where it is behind, and return what it did there."""
    plan = pending(schema)
    if not plan:
        return []
    editors: list[list[str]] = []
    with schema_context(schema), _writing_down(editors):
        call_command(MigrateCommand(), interactive=False, verbosity=0)
    return [Written(migration, tuple(made)) for migration, made in zip(plan, editors, strict=True)]


def pending(schema: str) -> list[Migration]:
    """The migrations this schema has not seen, in their order."""
    connection.set_schema(schema, include_public=False)
    try:
        MigrationRecorder(connection).ensure_schema()  # a list of its own, not the one of public behind it
        executor = MigrationExecutor(connection)
        return [migration for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    finally:
        connection.set_schema_to_public()


def migrate_all(schemas: Iterable[str], *, report: Report) -> Outcome:
    """Migrate every schema that is behind; one that fails is left as it was and does not stop the others."""
    outcome = Outcome()
    present = _present(schemas)
    outcome.failed.update(dict.fromkeys(set(schemas) - set(present), "its schema is missing"))
    for group in groups(present):
        written: list[Written] | None = None
        for schema in group:
            try:
                if written is None:
                    written = migrate(schema)
                    model = schema
                else:
                    _repeat(written, schema, like=model)
            except DatabaseError as error:
                outcome.failed[schema] = _first_line(error)
                continue
            if not written:
                break  # nothing is pending, neither here nor in the rest of the group
            outcome.migrated.append(schema)
            report(f"Migrated {schema}")
    _secure(schemas, outcome)
    return outcome


def _present(schemas: Iterable[str]) -> list[str]:
    """Those of the schemas that are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname = ANY (%s) ORDER BY nspname", [list(schemas)])
        return [row[0] for row in cursor.fetchall()]


def groups(schemas: Iterable[str]) -> list[list[str]]:
    """Schemas that have seen the same migrations, together."""
    alike: dict[str, list[str]] = {}
    union = " UNION ALL ".join(f"SELECT '{schema}', ({APPLIED.format(schema)})" for schema in schemas)
    with connection.cursor() as cursor:
        cursor.execute(union)
        for schema, fingerprint in cursor.fetchall():
            alike.setdefault(fingerprint, []).append(schema)
    return list(alike.values())


def _repeat(written: list[Written], schema: str, *, like: str) -> None:
    """Do in this schema what was done in another one; by Django where Python or its own transactions are needed."""
    with schema_context(schema):
        needs_django = any(_needs_django(step.migration) for step in written)
    if needs_django:
        migrate(schema)
        return
    with schema_context(schema):
        for step in written:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
                if step.statements:
                    cursor.execute(";\n".join(step.statements))
                done = MigrationRecorder(connection).migration_qs  # its own way first lists the tables of all tenants
                for app, name in [*step.migration.replaces, (step.migration.app_label, step.migration.name)]:
                    done.create(app=app, name=name)
        with connection.cursor() as cursor:
            cursor.execute(COPY_PERMISSIONS.format(schema, like))


def _needs_django(migration: Migration) -> bool:
    """Whether statements alone would not do in the current schema: Python runs, or it is no single transaction."""
    return not migration.atomic or any(_runs_python(operation, migration) for operation in migration.operations)


def _runs_python(operation: Operation, migration: Migration) -> bool:
    if isinstance(operation, SeparateDatabaseAndState):
        return any(_runs_python(inner, migration) for inner in operation.database_operations)
    if operation.reduces_to_sql and not isinstance(operation, RunPython):
        return False
    return router.allow_migrate(connection.alias, migration.app_label, **getattr(operation, "hints", {}))


def _secure(schemas: Iterable[str], outcome: Outcome) -> None:
    """Repeat the tenants' security wherever its files changed, or a migration brought tables and links."""
    for schema in security.tenants_to_secure(set(schemas) - set(outcome.failed)):
        try:
            security.apply_to_tenant(schema)
        except DatabaseError as error:
            outcome.failed[schema] = _first_line(error)


def _first_line(error: DatabaseError) -> str:
    return str(error).splitlines()[0]


@contextmanager
def _writing_down(editors: list[list[str]]) -> Iterator[None]:
    """Let every schema editor of this connection add its statements to a list of its own."""

    class Writer(DatabaseSchemaEditor):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.written: list[str] = []

        def __enter__(self) -> "Writer":
            editors.append(self.written)
            return super().__enter__()

        def execute(self, sql: Any, params: Any = ()) -> Any:
            self.written.append(str(sql) if params is None else connection.ops.compose_sql(str(sql), params))
            return super().execute(sql, params)

    before = connection.SchemaEditorClass
    connection.SchemaEditorClass = Writer
    try:
        yield
    finally:
        connection.SchemaEditorClass = before
