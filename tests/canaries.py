"""Where a word lies: in which tables of which schemas, and in which files of a folder."""

from pathlib import Path

from django.db import connection

from tests.ownership import as_owner

EVERYTHING = """
SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
"""


def tables_with(word: str) -> set[str]:
    """Every table, of ``public`` and of every tenant, in which some row says the word, in any column and as bytes."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(EVERYTHING)
        names = [name for (name,) in cursor.fetchall()]
        found = set()
        for name in names:
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {name} t WHERE strpos(t::text, %s) > 0 OR strpos(t::text, %s) > 0)",
                [word, word.encode().hex()],
            )
            if cursor.fetchone()[0]:
                found.add(name.removeprefix("public."))
    return found


def files_with(word: str, folder: Path) -> set[str]:
    """Every file below a folder that holds the word as plain bytes; the server's own files are the tables' affair."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "postgres" not in path.relative_to(folder).parts and word.encode() in path.read_bytes()
    }
