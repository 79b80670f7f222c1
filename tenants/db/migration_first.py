"""The first migration of an empty database: all apps in one pass, then the tenants' tables move into the template.

Django's own way renders every model related to a changed one, and would do it twice, once for ``public`` and once for
the template: some forty seconds. An empty database needs none of that, and a test compares the two outcomes.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import connection, router, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState
from django.db.models import Model

ROLES = "p_app, p_system, p_writer"


class LoneState(ProjectState):
    """Renders a changed model alone; a migration that runs Python still gets all of them rendered afresh."""

    def reload_model(self, app_label: str, model_name: str, delay: bool = False) -> None:
        if "apps" in self.__dict__:
            self.is_delayed = True
            self._reload({(app_label, model_name)})


class FirstExecutor(MigrationExecutor):
    """Django's executor, which keeps its history in a state of the cheap kind."""

    def _create_project_state(self, with_applied_migrations: bool = False) -> ProjectState:
        return LoneState(real_apps=self.loader.unmigrated_apps)


def is_due(template: str) -> bool:
    """Whether the template was never finished, so that whatever else is there is the rest of an interrupted try."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NULL", [template])
        return cursor.fetchone()[0]


def migrate_empty(template: str) -> None:
    """Make the shared tables in ``public`` and the tenants' tables in the template schema, from nothing."""
    if MigrationRecorder(connection).has_table():
        _clear_public()
    with _one_schema_for_all():
        executor = FirstExecutor(connection)
        targets = executor.loader.graph.leaf_nodes()
        plan = executor.migration_plan(targets)
        emit_pre_migrate_signal(0, False, connection.alias, apps=apps, plan=plan)
        executor.migrate(targets, plan)
        emit_post_migrate_signal(0, False, connection.alias, apps=apps, plan=plan)
    _move_to(template)


def _clear_public() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {ROLES}")


@contextmanager
def _one_schema_for_all() -> Iterator[None]:
    """No router keeps the tables of tenants out of ``public`` inside this block."""
    routers, router.routers = router.routers, []
    try:
        yield
    finally:
        router.routers = routers


def _move_to(template: str) -> None:
    """Make the template of what belongs to tenants, with a list of migrations of its own: whole or not at all."""
    with transaction.atomic(), connection.cursor() as cursor:
        tables = [model._meta.db_table for model in tenant_models()]
        cursor.execute(f"CREATE SCHEMA {template}")
        for table in tables:
            cursor.execute(f'ALTER TABLE public."{table}" SET SCHEMA {template}')
        connection.set_schema(template, include_public=False)
        try:
            MigrationRecorder(connection).ensure_schema()
        finally:
            connection.set_schema_to_public()
        cursor.execute(
            f"INSERT INTO {template}.django_migrations (app, name, applied) "  # noqa: S608 (a name of ours)
            "SELECT app, name, applied FROM public.django_migrations ORDER BY id"
        )


def tenant_models() -> list[type[Model]]:
    """Every model, also those that Django makes for a relation, whose table each tenant has of its own."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and not router.allow_migrate_model(connection.alias, model)
    ]
