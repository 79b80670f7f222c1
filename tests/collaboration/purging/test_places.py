"""Every column that can hold words of a matter is known to purging: ``places.csv`` says of each what becomes of it.

Whoever adds a column of text adds it there: ``purged`` where ``purging/security.sql`` empties it, or in one word why
no words of a matter can lie in it: ``code``, ``digest``, ``name`` of somebody or something, ``settings`` of people or
units, words ``beside`` all matters.
"""

import csv
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
PLACES = Path(__file__).with_name("places.csv")
TREATMENTS = {"purged", "code", "digest", "name", "settings", "beside"}
TYPES = ("text", "varchar", "json", "jsonb", "bytea", "_text", "_varchar", "_json", "_jsonb", "_bytea")
COLUMNS = """
SELECT table_name, column_name FROM information_schema.columns
WHERE table_schema IN ('public', 'u320100') AND table_name = ANY (%s) AND udt_name = ANY (%s)
"""


def tables() -> list[str]:
    """The tables of all spaces and what serves them, and the record."""
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("collaboration.") or model._meta.app_label == "audit"
    ]


def in_database() -> set[tuple[str, str]]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(COLUMNS, [tables(), list(TYPES)])
        return set(cursor.fetchall())


def declared() -> dict[tuple[str, str], str]:
    with PLACES.open(newline="") as lines:
        return {(row["table"], row["column"]): row["what"] for row in csv.DictReader(lines)}


def test_every_column_that_can_hold_words_is_declared() -> None:
    assert in_database() - set(declared()) == set()
    assert set(declared()) - in_database() == set()
    assert set(declared().values()) <= TREATMENTS


def test_what_is_declared_as_purged_may_be_emptied_by_purging() -> None:
    purged = [(table, column) for (table, column), what in declared().items() if what == "purged"]
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT t, c FROM unnest(%s::text[], %s::text[]) p(t, c), LATERAL (SELECT (CASE WHEN t ~ "
            "'^(internal|incoming|archive|approval)_' THEN 'u320100.' ELSE 'public.' END || t)::regclass) r(x) "
            "WHERE NOT has_column_privilege('p_writer', x, c, 'UPDATE') "
            "AND NOT has_table_privilege('p_writer', x, 'DELETE')",
            [[table for table, _column in purged], [column for _table, column in purged]],
        )
        assert cursor.fetchall() == []
