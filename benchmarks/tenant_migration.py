"""How long many tenants take to follow a new version, and to find that there is nothing to do."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.crowd import stamp_crowd
from benchmarks.harness import QUICK, Figure, database, timed

COUNT = 20 if QUICK else 400
EARLIER = 'from importlib import import_module\nMigration = import_module("tenants.grants.migrations.{}").Migration\n'
LATER = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("grants", "0002_initial")]
    operations = [migrations.AddField("groupmembership", "note", models.CharField(max_length=20, db_default=""))]
"""


def run() -> list[Figure]:
    """Stamp tenants, then bring all of them to a version with one more field."""
    with database():
        schemas = stamp_crowd(0, COUNT)
        from tenants.db import migration_tenants

        def migrate() -> None:
            outcome = migration_tenants.migrate_all(schemas, report=lambda line: None)
            if outcome.failed:
                raise RuntimeError(outcome.failed)

        nothing = timed(migrate)
        with _later_version():
            field = timed(migrate)
    return [
        Figure(f"AddField on {COUNT} tenants", round(field, 2), "s", 10),
        Figure(f"nothing to migrate on {COUNT} tenants", round(nothing, 2), "s", 3),
    ]


@contextmanager
def _later_version() -> Iterator[None]:
    """A version with one more migration in an app of the tenants."""
    from django.test import override_settings

    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "later_grants"
        package.mkdir()
        (package / "__init__.py").touch()
        for name in ("0001_initial", "0002_initial"):
            (package / f"{name}.py").write_text(EARLIER.format(name))
        (package / "0003_note.py").write_text(LATER)
        sys.path.insert(0, folder)
        with override_settings(MIGRATION_MODULES={"grants": "later_grants"}):
            yield
        sys.path.remove(folder)
