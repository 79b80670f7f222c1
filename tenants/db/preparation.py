"""From an empty or older database to the one this version needs."""

from collections.abc import Callable

from django.db import connection

from tenants.db import migration_first, migration_tenants, security, stamping
from tenants.units.models import Tenant

after_preparation: list[Callable[[], None]] = []  # apps add in ready() what they keep in tables but define in code


def prepare(*, report: Callable[[str], object] = print) -> dict[str, str]:
    """Migrate everything, apply security, write what the code defines. Owner only, safe to repeat.

    Returns the tenants that could not be migrated, with the reason; they stay as they were until the next run.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    if migration_first.is_due(stamping.TEMPLATE):
        report("Migrating an empty database …")
        migration_first.migrate_empty(stamping.TEMPLATE)
        security.apply()
        security.apply_to_tenant(stamping.TEMPLATE)
        failed: dict[str, str] = {}
    else:
        failed = bring_up_to_date(report=report)
    stamping.keep_template()
    for write in after_preparation:
        write()
    return failed


def bring_up_to_date(*, report: Callable[[str], object] = print) -> dict[str, str]:
    """Migrate the shared tables, the template and every tenant that is behind, and repeat their security."""
    if migration_tenants.pending("public"):
        report("Migrating the shared tables …")
        migration_tenants.migrate("public")
    security.apply()
    schemas = [stamping.TEMPLATE, *Tenant.objects.values_list("schema_name", flat=True)]
    return migration_tenants.migrate_all(schemas, report=report).failed
