"""The database's own catalogue against what the apps declare: no right, function, view or owner beyond it."""

import re
from collections.abc import Iterable

import pytest
from django.apps import apps
from django.db import connection

from tenants.db.security import ROLES, Right, declared_rights
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
GRANTEES = (*ROLES, "PUBLIC")


def rows(sql: str, parameters: Iterable[object] = ()) -> list[tuple]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(sql, list(parameters))
        return cursor.fetchall()


def granted_on_relations() -> set[Right]:
    """What each role may do with every table, view, sequence and column of ``public``."""
    found = rows(
        """
        SELECT coalesce(nullif(pg_get_userbyid(a.grantee), 'unknown (OID=0)'), 'PUBLIC'), a.privilege_type, c.relname,
            ''
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
        WHERE n.nspname = 'public' AND a.grantee <> c.relowner
        UNION ALL
        SELECT coalesce(nullif(pg_get_userbyid(a.grantee), 'unknown (OID=0)'), 'PUBLIC'), a.privilege_type, c.relname,
            t.attname
        FROM pg_attribute t JOIN pg_class c ON c.oid = t.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
            aclexplode(t.attacl) a
        WHERE n.nspname = 'public' AND a.grantee <> c.relowner
        """
    )
    return {Right(*row) for row in found}


def granted_on_functions() -> set[Right]:
    found = rows(
        """
        SELECT coalesce(nullif(pg_get_userbyid(a.grantee), 'unknown (OID=0)'), 'PUBLIC'), a.privilege_type,
            p.oid::regprocedure::text
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace,
            aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
        WHERE n.nspname = 'public' AND a.grantee <> p.proowner AND pg_get_userbyid(a.grantee) <> 'p_owner'
        """
    )
    return {Right(role, privilege, signature) for role, privilege, signature in found}


def declared(*, functions: bool) -> set[Right]:
    """The declared rights, with functions by the names that PostgreSQL gives them."""
    wanted = {right for right in declared_rights() if (right.privilege == "EXECUTE") is functions}
    if not functions:
        return wanted
    names = dict(rows("SELECT f, f::regprocedure::text FROM unnest(%s::text[]) f", [[each.object for each in wanted]]))
    return {Right(each.role, each.privilege, names[each.object]) for each in wanted}


def test_rights_on_tables_columns_and_sequences_are_those_declared() -> None:
    assert granted_on_relations() == declared(functions=False)


def test_rights_on_functions_are_those_declared() -> None:
    assert granted_on_functions() == declared(functions=True)


def test_the_comparison_notices_a_right_too_many() -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE (name) ON units_unit TO p_app; GRANT SELECT ON identity_user TO PUBLIC")

    extra = granted_on_relations() - declared(functions=False)

    assert extra == {Right("p_app", "UPDATE", "units_unit", "name"), Right("PUBLIC", "SELECT", "identity_user")}


def test_what_the_application_writes_is_guarded_by_row() -> None:
    writable = {
        right.object
        for right in declared(functions=False)
        if right.role == "p_app" and right.privilege in ("INSERT", "UPDATE", "DELETE")
    }
    guarded = {name for (name,) in rows("SELECT relname FROM pg_class WHERE relrowsecurity AND relkind = 'r'")}

    assert writable - guarded - unguarded_by_design() == set()


def unguarded_by_design() -> set[str]:
    """Tables of other packages that know no unit: sessions, sign-in, their own queue. No matter is told in them."""
    labels = {"sessions", "account", "socialaccount", "mfa", "usersessions", "procrastinate"}
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model._meta.app_label in labels}


def test_every_definer_function_pins_its_path_and_belongs_to_the_writer() -> None:
    found = rows(
        """
        SELECT p.oid::regprocedure::text, pg_get_userbyid(p.proowner), array_to_string(p.proconfig, ';')
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
        WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        """
    )

    assert len(found) > 20
    assert {name for name, owner, _ in found if owner != "p_writer"} == set()
    assert {name for name, _, path in found if path != "search_path=pg_catalog, public, pg_temp"} == set()


def test_every_function_of_ours_pins_its_path() -> None:
    found = rows(
        """
        SELECT p.oid::regprocedure::text, coalesce(array_to_string(p.proconfig, ';'), '')
        FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'public'
        """
    )
    unpinned = {name for name, path in found if not path.endswith(", pg_temp")}

    assert {name for name in unpinned if not re.match(r"procrastinate_", name)} == set()


def test_no_view_looks_with_its_owners_eyes() -> None:
    views = rows(
        """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND NOT coalesce('security_invoker=true' = ANY (c.reloptions), false)
        """
    )

    assert views == []


@pytest.mark.parametrize("role", ["p_app", "p_system", "p_writer"])
def test_the_application_roles_own_nothing_and_make_nothing(role: str) -> None:
    owned = rows("SELECT relname FROM pg_class WHERE pg_get_userbyid(relowner) = %s", [role])
    powers = rows(
        "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls, rolreplication FROM pg_roles WHERE rolname = %s",
        [role],
    )
    schemas = rows(
        "SELECT nspname FROM pg_namespace "
        "WHERE has_schema_privilege(%s, oid, 'CREATE') AND nspname !~ '^pg_(temp|toast)'",
        [role],
    )
    database = rows(
        "SELECT has_database_privilege(%s, current_database(), 'TEMP'), "
        "has_database_privilege(%s, current_database(), 'CREATE')",
        [role, role],
    )

    assert (owned, powers, schemas, database) == ([], [(False,) * 5], [], [(False, False)])


@pytest.mark.parametrize("role", ["p_app", "p_system"])
def test_nobody_serving_can_become_somebody_else(role: str) -> None:
    members = rows(
        "SELECT r.rolname FROM pg_roles r WHERE r.rolname <> %s AND pg_has_role(%s, r.oid, 'MEMBER')", [role, role]
    )

    assert members == []


def test_no_default_right_is_given_in_public() -> None:
    found = rows(
        "SELECT pg_get_userbyid(defaclrole), n.nspname FROM pg_default_acl d "
        "LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace WHERE n.nspname IS NULL OR n.nspname = 'public'"
    )

    assert found == []
