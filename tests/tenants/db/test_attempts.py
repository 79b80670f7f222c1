"""What people try with plain SQL, behind every view: each attempt either does what it should or is refused."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from collaboration.matters.models import Matter
from tenants.db.context import Acting, act_as
from tenants.identity.actor import Actor
from tenants.identity.models import Membership, User
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.factories.matters import KIND, define_kind, make_matter
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
REFUSED = "refused"
BORN = (
    "INSERT INTO matters_matter (kind, drafting_unit_id, parties, classification, state) VALUES (%s, %s, '{}', 0, %s)"
)


@dataclass
class Alliance:
    """A matter of Shanghai's to which Jiangsu is invited, and the people around it."""

    drafter: Actor
    invited: Actor
    outsider: Actor
    matter: Matter


@pytest.fixture
def alliance() -> Alliance:
    drafter, invited, outsider = (make_actor(code) for code in ("310000", "320000", "330000"))
    return Alliance(drafter, invited, outsider, make_matter(drafter, "320000", classification=1))


def attempt(who: Actor | Acting | None, statement: str, *parameters: Any) -> Any:
    """Rows, or the number of rows changed, or that it was refused."""
    identity = Acting(who.user.pk, who.unit.pk) if isinstance(who, Actor) else who or Acting()
    try:
        with act_as(identity), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
            return cursor.fetchall() if cursor.description else cursor.rowcount
    except DatabaseError as error:
        assert isinstance(error.__cause__, InsufficientPrivilege), error
        return REFUSED


def record(matter: Matter, act: str) -> tuple[str, UUID, str]:
    return "SELECT record(%s, %s, '{}', '{}', NULL)", matter.public_id, act


def count(table: str) -> str:
    return f"SELECT count(*) FROM {table}"


def test_a_matter_is_born_as_a_draft_of_ones_own_unit(alliance: Alliance) -> None:
    define_kind()
    own, other = alliance.drafter.unit.pk, alliance.invited.unit.pk

    assert attempt(alliance.drafter, BORN, KIND, own, "draft") == 1
    assert attempt(alliance.drafter, BORN, KIND, other, "draft") == REFUSED
    assert attempt(alliance.drafter, BORN, KIND, own, "done") == REFUSED
    assert attempt(None, BORN, KIND, own, "draft") == REFUSED
    with_id = BORN.replace("(kind", "(id, kind").replace("VALUES (", "OVERRIDING SYSTEM VALUE VALUES (999, ")
    assert attempt(alliance.drafter, with_id, KIND, own, "draft") == REFUSED


def test_only_active_content_members_of_a_party_see_it(alliance: Alliance) -> None:
    see = count("matters_matter")
    claimed = Acting(alliance.outsider.user.pk, alliance.drafter.unit.pk)
    low = make_actor("320000", clearance=0)

    assert attempt(alliance.invited, see) == [(1,)]
    for who in (
        alliance.outsider,
        claimed,
        low,
        None,
        Acting(alliance.drafter.user.pk),
        Acting(None, alliance.drafter.unit.pk),
    ):
        assert attempt(who, see) == [(0,)]
    for role in (Role.UNIT_ADMINISTRATOR, Role.AUDITOR, Role.EDITOR):
        assert attempt(make_actor("320000", role), see) == [(0,)]


@pytest.mark.parametrize(
    "change",
    [
        {"valid_from": "2019-01-01T00:00Z", "valid_until": "2020-01-01T00:00Z"},
        {"valid_from": "2999-01-01T00:00Z"},
        {"roles": [Role.EDITOR]},
        {"user__is_active": False},
    ],
    ids=["ended", "not yet", "no content role", "closed account"],
)
def test_a_membership_that_ends_ends_at_once(alliance: Alliance, change: dict[str, object]) -> None:
    assert attempt(alliance.invited, count("matters_matter")) == [(1,)]

    with as_owner():
        if "user__is_active" in change:
            User.objects.filter(pk=alliance.invited.user.pk).update(is_active=False)
        else:
            Membership.objects.filter(pk=alliance.invited.membership.pk).update(**change)

    assert attempt(alliance.invited, count("matters_matter")) == [(0,)]
    assert attempt(alliance.invited, *record(alliance.matter, "opened")) == REFUSED


def test_parties_come_from_the_drafting_unit_alone(alliance: Alliance) -> None:
    invite = "INSERT INTO matters_party (matter_id, unit_id, ground) VALUES (%s, %s, %s)"
    matter, hefei = alliance.matter.pk, Unit.objects.get(code="340100").pk

    assert attempt(alliance.outsider, invite, matter, alliance.outsider.unit.pk, "invited") == REFUSED
    assert attempt(alliance.invited, invite, matter, hefei, "invited") == REFUSED
    assert attempt(alliance.drafter, invite, matter, hefei, "filed") == REFUSED
    assert attempt(alliance.drafter, "UPDATE matters_matter SET parties = parties || 9::bigint") == REFUSED
    assert attempt(alliance.drafter, invite, matter, hefei, "invited") == 1
    alliance_of = attempt(alliance.drafter, "SELECT parties FROM matters_matter WHERE id = %s", matter)[0][0]
    assert set(alliance_of) == {alliance.drafter.unit.pk, alliance.invited.unit.pk, hefei}


@pytest.mark.parametrize("column", ["kind = 'x'", "drafting_unit_id = 1", "public_id = gen_random_uuid()", "id = 9"])
def test_what_a_matter_is_never_changes(alliance: Alliance, column: str) -> None:
    assert attempt(alliance.drafter, f"UPDATE matters_matter SET {column}") == REFUSED


def test_any_party_locks_and_moves_it_along_registered_steps_only(alliance: Alliance) -> None:
    lock = "SELECT id FROM matters_matter WHERE id = %s FOR NO KEY UPDATE"
    move = "UPDATE matters_matter SET state = %s WHERE id = %s"
    matter = alliance.matter.pk

    assert attempt(alliance.invited, lock, matter) == [(matter,)]
    assert attempt(alliance.outsider, lock, matter) == []
    assert attempt(alliance.invited, "UPDATE matters_matter SET classification = 0") == REFUSED
    assert attempt(alliance.invited, move, "sent", matter) == REFUSED  # by the drafting unit alone
    assert attempt(alliance.drafter, move, "done", matter) == REFUSED  # not from a draft
    assert attempt(alliance.drafter, move, "sent", matter) == 1
    assert attempt(alliance.drafter, "UPDATE matters_matter SET classification = 0") == REFUSED
    assert attempt(alliance.outsider, move, "done", matter) == 0
    assert attempt(alliance.invited, move, "done", matter) == 1
    assert attempt(alliance.drafter, move, "draft", matter) == REFUSED
    assert attempt(alliance.drafter, "DELETE FROM matters_matter WHERE id = %s", matter) == 0
    invite = "INSERT INTO matters_party (matter_id, unit_id, ground) VALUES (%s, %s, 'invited')"
    assert attempt(alliance.drafter, invite, matter, alliance.outsider.unit.pk) == REFUSED


def test_the_record_is_written_by_parties_through_its_function_alone(alliance: Alliance) -> None:
    assert attempt(alliance.drafter, *record(alliance.matter, "opened")) == [(1,)]
    assert attempt(alliance.invited, *record(alliance.matter, "answered")) == [(2,)]
    for who in (alliance.outsider, None, Acting(alliance.outsider.user.pk, alliance.drafter.unit.pk)):
        assert attempt(who, *record(alliance.matter, "opened")) == REFUSED
    assert attempt(alliance.drafter, *record(alliance.matter, "hacked")) == REFUSED
    assert attempt(alliance.invited, "SELECT act FROM audit_record ORDER BY number") == [("opened",), ("answered",)]
    assert attempt(alliance.outsider, count("audit_record")) == [(0,)]


def test_nobody_is_told_of_what_was_not_recorded_or_reads_anothers_notices(alliance: Alliance) -> None:
    audience = json.dumps([{"unit": alliance.invited.unit.pk, "roles": [Role.HANDLER]}])
    tell = "SELECT notify(%s, 'opened', %s, 'action', true)"
    step = "WITH r AS MATERIALIZED (SELECT record(%s, 'opened', '{}', '{}', NULL)) SELECT count(*) FROM r"

    assert attempt(alliance.drafter, tell, alliance.matter.public_id, audience) == REFUSED
    with alliance.drafter.acting(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(step, [alliance.matter.public_id])
        cursor.execute(tell, [alliance.matter.public_id, audience])
    notices = count("notifications_notification")
    assert attempt(alliance.drafter, notices) == [(0,)]
    assert attempt(alliance.invited, notices) == [(1,)]
    assert attempt(alliance.invited, "UPDATE notifications_notification SET read_at = now()") == 1
    for fixed in ("kind = 'x'", "reason = 'x'", "category = 'x'", "number = 9", "matter = gen_random_uuid()"):
        assert attempt(alliance.invited, f"UPDATE notifications_notification SET {fixed}") == REFUSED
    with as_owner():
        User.objects.filter(pk=alliance.invited.user.pk).update(is_active=False)
    assert attempt(alliance.invited, notices) == [(0,)]
    assert attempt(alliance.invited, "UPDATE notifications_notification SET read_at = now()") == 0


def test_nobody_follows_for_others_or_what_they_do_not_see(alliance: Alliance) -> None:
    follow = """INSERT INTO notifications_subscription (user_id, unit_id, matter, wish, since)
                VALUES (%s, %s, %s, 'follow', now())"""
    own = (alliance.invited.user.pk, alliance.invited.unit.pk, alliance.matter.public_id)
    outside = (alliance.outsider.user.pk, alliance.outsider.unit.pk, alliance.matter.public_id)

    assert attempt(alliance.drafter, follow, *own) == REFUSED
    assert attempt(alliance.outsider, follow, *outside) == REFUSED
    assert attempt(alliance.outsider, follow, outside[0], *own[1:]) == REFUSED
    assert attempt(None, follow, *own) == REFUSED
    assert attempt(alliance.invited, follow, *own) == 1
    assert attempt(alliance.drafter, count("notifications_subscription")) == [(0,)]
    assert attempt(alliance.drafter, "DELETE FROM notifications_subscription") == 0


def test_nobody_looks_in_anothers_name_or_over_another_units_shoulder(alliance: Alliance) -> None:
    look = """INSERT INTO realtime_presence (socket, chain, user_id, unit_id, seen_at)
              VALUES (gen_random_uuid(), %s, %s, %s, now())"""
    who = (alliance.invited.user.pk, alliance.invited.unit.pk)

    assert attempt(alliance.drafter, look, alliance.matter.public_id, *who) == REFUSED
    assert attempt(alliance.invited, look, alliance.matter.public_id, who[0], alliance.drafter.unit.pk) == REFUSED
    assert attempt(alliance.invited, look, alliance.matter.public_id, *who) == 1
    assert attempt(alliance.invited, count("realtime_presence")) == [(1,)]
    assert attempt(alliance.drafter, count("realtime_presence")) == [(0,)]
    assert attempt(alliance.drafter, "DELETE FROM realtime_presence") == 0


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO audit_record (chain) VALUES (gen_random_uuid())",
        "UPDATE audit_record SET act = 'x'",
        "DELETE FROM audit_record",
        "TRUNCATE audit_record",
        "UPDATE audit_head SET number = 0",
        "SELECT * FROM audit_head",
        "INSERT INTO audit_actkind (kind, act, task) VALUES ('example', 'hacked', '')",
        "SELECT audit_append(gen_random_uuid(), 'example', 'opened', '{}', '{}', '{}', 1, 1)",
        "INSERT INTO matters_step (kind, from_state, to_state, by_drafter) VALUES ('example', 'draft', 'done', false)",
        "UPDATE notifications_counter SET last = 9",
        "INSERT INTO notifications_notification (user_id) VALUES (1)",
        "UPDATE identity_membership SET clearance = 9",
        "INSERT INTO identity_membership (user_id) VALUES (1)",
        "UPDATE identity_user SET is_superuser = true",
        "UPDATE units_unit SET parent_id = NULL",
        "CREATE TEMP TABLE audit_head (chain uuid)",
        "CREATE TEMP VIEW identity_membership AS SELECT 1",
        "CREATE TABLE public.mine (id int)",
        "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION public.acting_unit() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
        "ALTER TABLE matters_matter DISABLE ROW LEVEL SECURITY",
        "DROP POLICY read ON matters_matter",
        "ALTER TABLE audit_record DISABLE TRIGGER append_only",
        "GRANT SELECT ON audit_head TO PUBLIC",
        "COPY matters_matter TO '/tmp/x'",
        "COPY matters_matter FROM PROGRAM 'id'",
        "SELECT pg_read_file('/etc/passwd')",
    ],
)
def test_what_the_application_role_can_never_do(alliance: Alliance, statement: str) -> None:
    assert attempt(alliance.drafter, statement) == REFUSED


def test_an_internal_note_stays_in_its_own_unit_of_the_same_site() -> None:
    city, county = make_actor("320100"), make_actor("320102")
    columns = "(unit_id, matter, author_id, author_name, text)"
    write = f"INSERT INTO u320100.internal_note {columns} VALUES (%s, gen_random_uuid(), %s, '', 'secret')"

    assert attempt(city, write, city.unit.pk, city.user.pk) == 1
    assert attempt(county, write, city.unit.pk, county.user.pk) == REFUSED
    assert attempt(city, count("u320100.internal_note")) == [(1,)]
    assert attempt(county, count("u320100.internal_note")) == [(0,)]
    assert attempt(city, "UPDATE u320100.internal_note SET text = ''") == REFUSED
