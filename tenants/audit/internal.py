"""The chains of the units' internal files, one set in every tenant's schema."""

from collections.abc import Iterator

from django.db import connection

from tenants.audit.verification import Break
from tenants.units.models import Tenant

BROKEN = """
    SELECT * FROM (SELECT r.matter, r.number,
           CASE WHEN r.number <> coalesce(lag(r.number) OVER w, 0) + 1 THEN 'gap'
                WHEN r.previous <> coalesce(lag(r.digest) OVER w, '\\x') THEN 'previous'
                WHEN r.digest <> audit_digest_v1(r.previous, r.matter, r.number, 'internal', r.act, r.at, r.user_id,
                                                 r.unit_id, r.detail, r.parties) THEN 'digest' END AS problem
    FROM "{schema}".internal_internalrecord r WINDOW w AS (PARTITION BY r.unit_id, r.matter ORDER BY r.number)) links
    WHERE problem IS NOT NULL ORDER BY 1, 2
"""


def breaks() -> Iterator[Break]:
    """Every broken link of the internal chains of all tenants."""
    for schema in Tenant.objects.values_list("schema_name", flat=True):
        with connection.cursor() as cursor:
            cursor.execute(BROKEN.format(schema=schema))
            rows = cursor.fetchall()
        yield from (Break(str(chain), number, problem) for chain, number, problem in rows)
