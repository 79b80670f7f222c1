"""Many tenants, to measure among."""

from concurrent.futures import ThreadPoolExecutor

from benchmarks.harness import say


def schema_of(number: int) -> str:
    return f"m{number:05}"


def stamp_crowd(first: int, last: int) -> list[str]:
    """The tenants with these numbers, each with a host and a unit of its own, stamped two at a time."""
    from tenants.units.models import Unit

    province = Unit.objects.get(code="320000")
    say(f"Stamping {last - first} tenants …")
    with ThreadPoolExecutor(max_workers=2) as pool:
        return list(pool.map(lambda number: _stamp(number, province), range(first, last)))


def _stamp(number: int, province: object) -> str:
    from django.db import connection, transaction

    from tenants.db import stamping
    from tenants.units.models import Domain, Level, Tenant, Unit

    schema, name = schema_of(number), f"样例市{number}"
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE p_owner")
        with transaction.atomic():
            tenant = Tenant.objects.create(schema_name=schema, name=name, name_en=f"Sample {number}", label=schema)
            Domain.objects.create(domain=f"{schema}.portal.localhost", tenant=tenant, is_primary=True)
            stamping.stamp(schema)
            Unit.objects.create(
                code=f"9{number:05}", level=Level.CITY, parent=province, tenant=tenant, name=name, short_name=name,
                name_en=f"Unit {number}", region=name, region_en=f"Region {number}", pinyin=schema, initials=schema,
            )  # fmt: skip
    finally:
        connection.close()
    return schema
