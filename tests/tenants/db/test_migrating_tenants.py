"""Every tenant follows a new version: by Django once, by its statements everywhere else, and again where it failed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django_tenants.utils import schema_context

from tenants.db import migration_tenants, stamping
from tenants.identity.models import User
from tenants.units.models import Tenant
from tests.ownership import as_owner

EARLIER = """
from importlib import import_module
Migration = import_module("tenants.grants.migrations.{name}").Migration
"""
LATER = """
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def greet(apps, schema_editor):
    user = apps.get_model("identity", "User").objects.get(username="greeted")
    apps.get_model("grants", "Later").objects.create(words="hello", user_id=user.pk)


class Migration(migrations.Migration):
    dependencies = [("grants", "0002_initial"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField("groupmembership", "words", models.CharField(max_length=20, default="100%")),
        migrations.CreateModel("Later", fields=[
            ("id", models.BigAutoField(primary_key=True, serialize=False)),
            ("words", models.CharField(max_length=20)),
            ("user", models.ForeignKey(settings.AUTH_USER_MODEL, django.db.models.deletion.CASCADE)),
        ]),
        migrations.AlterUniqueTogether("later", {("words", "user")}),
        {more}
    ]
"""


@pytest.fixture
def schemas(own_database: str) -> Iterator[list[str]]:
    with as_owner():
        yield [stamping.TEMPLATE, *Tenant.objects.values_list("schema_name", flat=True)]


@pytest.fixture
def version(tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A version of ours with one more migration in an app of the tenants."""
    name = f"later_{tmp_path.name.replace('-', '_')}"
    package = tmp_path / name
    package.mkdir()
    (package / "__init__.py").touch()
    for earlier in ("0001_initial", "0002_initial"):
        (package / f"{earlier}.py").write_text(EARLIER.format(name=earlier))
    (package / "0003_later.py").write_text(LATER.replace("{more}", getattr(request, "param", "")))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"grants": name}
    yield
    for module in [each for each in sys.modules if each.startswith(name)]:
        del sys.modules[module]


def ask(sql: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {row[0] for row in cursor.fetchall()}


def with_table(name: str) -> set[str]:
    return ask(f"SELECT schemaname FROM pg_tables WHERE tablename = '{name}'")


def with_column() -> set[str]:
    return ask("SELECT table_schema FROM information_schema.columns WHERE column_name = 'words' "
               "AND table_name = 'grants_groupmembership'")  # fmt: skip


def migrate(schemas: list[str]) -> migration_tenants.Outcome:
    return migration_tenants.migrate_all(schemas, report=lambda line: None)


def test_nothing_happens_where_nothing_is_new(schemas: list[str]) -> None:
    outcome = migrate(schemas)

    assert (outcome.migrated, outcome.failed) == ([], {})


def test_every_tenant_gets_what_the_first_one_got(schemas: list[str], version: None) -> None:
    outcome = migrate(schemas)

    assert (sorted(outcome.migrated), outcome.failed) == (sorted(schemas), {})
    assert with_table("grants_later") == with_column() == set(schemas)
    assert len(migration_tenants.groups(schemas)) == 1
    new = "FROM pg_constraint WHERE contype = 'u' AND conrelid::regclass::text LIKE '%grants_later'"
    assert len(ask(f"SELECT conname {new}")) == 1
    assert ask(f"SELECT count(*) {new}") == {len(schemas)}
    assert (migrate(schemas).migrated, migrate(schemas).failed) == ([], {})


def test_new_tables_are_secured_like_the_others(schemas: list[str], version: None) -> None:
    migrate(schemas)

    allowed = "bool_and(has_table_privilege('p_app', oid, 'INSERT'))"
    assert ask(f"SELECT {allowed} FROM pg_class WHERE relname = 'grants_later'") == {True}
    leaving = "c.contype = 'f' AND c.connamespace <> t.relnamespace"
    assert ask(f"SELECT count(*) FROM pg_constraint c JOIN pg_class t ON t.oid = c.confrelid WHERE {leaving}") == {0}


@pytest.mark.parametrize("version", ["migrations.RunPython(greet),"], indirect=True)
def test_python_runs_in_every_tenant(schemas: list[str], version: None) -> None:
    User.objects.create_user("greeted", name="受迎者")

    outcome = migrate(schemas[:3])

    assert outcome.failed == {}
    for schema in schemas[:3]:
        assert ask(f'SELECT words FROM "{schema}".grants_later') == {"hello"}


def test_a_busy_tenant_is_left_as_it_was_and_done_the_next_time(schemas: list[str], version: None) -> None:
    busy = schemas[-1]
    where = connection.settings_dict
    with psycopg.connect(
        host=where["HOST"], port=where["PORT"], user=where["USER"], password=where["PASSWORD"], dbname=where["NAME"]
    ) as other:
        other.execute(f'LOCK TABLE "{busy}".grants_groupmembership')
        outcome = migrate(schemas)
        assert list(outcome.failed) == [busy]
        assert with_table("grants_later") == with_column() == set(schemas) - {busy}
        other.rollback()

    again = migrate(schemas)

    assert (again.migrated, again.failed) == ([busy], {})
    assert with_table("grants_later") == set(schemas)


def test_permissions_of_new_models_reach_every_tenant(schemas: list[str]) -> None:
    with schema_context(schemas[1]):
        Permission.objects.filter(codename="add_image").delete()
        left = Permission.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(migration_tenants.COPY_PERMISSIONS.format(schemas[1], stamping.TEMPLATE))
    with schema_context(schemas[1]):
        assert Permission.objects.count() == left + 1


def test_a_site_without_its_schema_stops_nobody_else(own_database: str) -> None:
    with as_owner():
        Tenant.objects.create(schema_name="u999999", name="没有", name_en="Nowhere", label="nowhere")
    command = [sys.executable, "-m", "django", "migrate_tenants"]
    environment = {**os.environ, "PORTAL_DB_NAME": own_database, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}

    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.strip() == "CommandError: Not migrated: u999999 (its schema is missing)"
