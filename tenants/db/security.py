"""Row security and rights, applied from the files that each app keeps beside its models.

``security.sql`` holds functions, triggers and policies; a line ``-- as p_writer`` or ``-- as p_owner`` says under whose
role what follows is made. ``access.csv`` lists the rights; the union of these lists is all that the application's
roles may do in ``public``, and a test compares the database with it.
"""

import csv
import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

ROLES = ("p_app", "p_system", "p_writer")
PATH = "SET LOCAL search_path = public, pg_temp"
# Each catalogue is read once, not once for every tenant: they are long where there are many.
TO_SECURE = """
WITH chosen AS (SELECT oid, nspname FROM pg_namespace WHERE nspname = ANY (%(schemas)s)),
     closed AS (SELECT DISTINCT t.relnamespace AS oid FROM pg_class t JOIN chosen ON chosen.oid = t.relnamespace
                WHERE t.relkind = 'r' AND NOT has_table_privilege('p_app', t.oid, 'SELECT')),
     linked AS (SELECT DISTINCT c.connamespace AS oid FROM pg_constraint c JOIN pg_class t ON t.oid = c.confrelid
                WHERE c.contype = 'f' AND t.relnamespace <> c.connamespace)
SELECT nspname FROM chosen
WHERE obj_description(oid, 'pg_namespace') IS DISTINCT FROM %(mark)s
   OR oid IN (SELECT oid FROM closed) OR oid IN (SELECT oid FROM linked)
ORDER BY nspname
"""


@dataclass(frozen=True, slots=True)
class Right:
    """One privilege of one role on one table, column, sequence or function."""

    role: str
    privilege: str
    object: str
    column: str = ""


def _files(name: str) -> Iterator[Path]:
    for app in apps.get_app_configs():
        path = Path(app.path) / name
        if path.exists():
            yield path


def declared_rights() -> set[Right]:
    """Everything that the apps' ``access.csv`` files grant."""
    rights: set[Right] = set()
    for path in _files("access.csv"):
        with path.open(newline="") as lines:
            for row in csv.DictReader(lines):
                for privilege in row["privileges"].split():
                    for column in row["columns"].split() or [""]:
                        rights.add(Right(row["role"], privilege, row["object"], column))
    return rights


def apply() -> None:
    """Make the database's functions, policies and rights exactly what the files say. Safe to repeat; owner only."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(PATH)
        cursor.execute("GRANT CREATE ON SCHEMA public TO p_writer")
        _drop_policies(cursor)
        for path in _files("security.sql"):
            _run(cursor, path.read_text())
        _revoke_all(cursor)
        for right in sorted(declared_rights(), key=lambda r: (r.object, r.role, r.privilege, r.column)):
            _grant(cursor, right)
        cursor.execute("REVOKE CREATE ON SCHEMA public FROM p_writer")


def _run(cursor: CursorWrapper, text: str) -> None:
    for role, statements in _sections(text):
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statements)
    cursor.execute("RESET ROLE")


def _sections(text: str) -> Iterator[tuple[str, str]]:
    role, lines = "p_owner", []
    for line in text.splitlines():
        found = re.match(r"-- as (p_owner|p_writer)\s*$", line)
        if found:
            if "".join(lines).strip():
                yield role, "\n".join(lines)
            role, lines = found[1], []
        else:
            lines.append(line)
    if "".join(lines).strip():
        yield role, "\n".join(lines)


def _drop_policies(cursor: CursorWrapper) -> None:
    cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE schemaname = 'public'")
    for table, policy in cursor.fetchall():
        cursor.execute(f'DROP POLICY "{policy}" ON public."{table}"')


def _revoke_all(cursor: CursorWrapper) -> None:
    roles = ", ".join((*ROLES, "PUBLIC"))
    for kind in ("TABLES", "SEQUENCES"):
        cursor.execute(f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {roles}")
    cursor.execute(
        "SELECT format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)), "
        "pg_get_userbyid(p.proowner) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE n.nspname = 'public' AND p.prokind = 'f'"
    )
    for function, owner in cursor.fetchall():
        cursor.execute(f"SET LOCAL ROLE {owner}")
        others = ", ".join(role for role in (*ROLES, "PUBLIC") if role != owner)
        cursor.execute(f"REVOKE ALL ON FUNCTION {function} FROM {others}")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO p_owner")  # who makes the triggers that call it
    cursor.execute("RESET ROLE")


def _grant(cursor: CursorWrapper, right: Right) -> None:
    if right.privilege == "EXECUTE":
        cursor.execute("SELECT pg_get_userbyid(proowner) FROM pg_proc WHERE oid = %s::regprocedure", [right.object])
        cursor.execute(f"SET LOCAL ROLE {cursor.fetchone()[0]}")
        cursor.execute(f"GRANT EXECUTE ON FUNCTION {right.object} TO {right.role}")
        cursor.execute("RESET ROLE")
        return
    columns = f" ({right.column})" if right.column else ""
    kind = "SEQUENCE " if right.privilege == "USAGE" else ""
    cursor.execute(f"GRANT {right.privilege}{columns} ON {kind}{right.object} TO {right.role}")


def tenants_to_secure(schemas: Collection[str]) -> list[str]:
    """Those secured by other files than today's, and those with a table or a link to ``public`` that is new."""
    with connection.cursor() as cursor:
        cursor.execute(TO_SECURE, {"schemas": list(schemas), "mark": _tenant_mark()})
        return [row[0] for row in cursor.fetchall()]


def _tenant_mark() -> str:
    """What a tenant's schema says of the files that secured it."""
    files = b"".join(path.read_bytes() for path in _files("tenant_security.sql"))
    return f"secured by {hashlib.sha256(files).hexdigest()[:16]}"


def apply_to_tenant(schema: str) -> None:
    """Give the application its rights in one tenant's schema, and guard by unit what is internal to units."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL search_path = "{schema}", public, pg_temp')
        _cut_links_to_public(cursor, schema)
        cursor.execute(f'GRANT USAGE ON SCHEMA "{schema}" TO p_app, p_system, p_writer')
        cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{schema}" TO p_app')
        cursor.execute(f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA "{schema}" TO p_app')
        for path in _files("tenant_security.sql"):
            cursor.execute(path.read_text())
        cursor.execute(f"COMMENT ON SCHEMA \"{schema}\" IS '{_tenant_mark()}'")


def _cut_links_to_public(cursor: CursorWrapper, schema: str) -> None:
    """Drop foreign keys that leave the schema: with hundreds of tenants each would be a trigger on a shared table."""
    cursor.execute(
        "SELECT c.conrelid::regclass::text, c.conname FROM pg_constraint c JOIN pg_class f ON f.oid = c.confrelid "
        "JOIN pg_namespace t ON t.oid = f.relnamespace JOIN pg_namespace n ON n.oid = c.connamespace "
        "WHERE c.contype = 'f' AND n.nspname = %s AND t.nspname <> n.nspname",
        [schema],
    )
    for table, constraint in cursor.fetchall():
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{constraint}"')
