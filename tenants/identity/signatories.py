"""Which units have nobody left who could sign for them."""

from collections.abc import Iterable

from django.db import connection

from tenants.units.models import Level, Unit


def without_signatory(units: Iterable[Unit]) -> list[Unit]:
    """Those of these units in which nobody holds the role now; the alliance office never signs."""
    signing = [unit for unit in units if unit.level != Level.OFFICE]
    with connection.cursor() as cursor:
        cursor.execute("SELECT without_signatory(%s)", [[unit.pk for unit in signing]])
        lacking = {row[0] for row in cursor.fetchall()}
    return [unit for unit in signing if unit.pk in lacking]
