import json
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.members import invitations, reading, tasks, workflow
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tenants.identity import site_groups
from tenants.identity.models import Invitation, Membership, Session, User
from tenants.identity.roles import Role
from tenants.identity.sockets import actor_of
from tests.factories.desk import DESK, at_desk
from tests.factories.people import make_actor, make_user
from tests.ownership import as_owner
from tests.tenants.identity.authenticators import App

pytestmark = pytest.mark.django_db
LONG = "Ein-langes-Wort-7"


@pytest.fixture
def administrator():
    return make_actor("310000", Role.UNIT_ADMINISTRATOR)


def acts():
    with as_owner():
        return list(Record.objects.filter(kind="member").order_by("at").values_list("act", flat=True))


def invited(actor, roles=(Role.HANDLER,), unit=None):
    with actor.acting():
        public_id = workflow.invite(
            actor, unit or actor.unit, name="测试新人", email="neu@portal.localhost", roles=list(roles)
        )
    return invitations.token_of(public_id)


def fresh(membership):
    with as_owner():
        return Membership.objects.get(pk=membership.pk)


def test_invited_person_makes_an_account_and_belongs_to_the_unit(administrator):
    token = invited(administrator, [Role.HANDLER, Role.EDITOR])

    user_id = workflow.accept(token, username="neuling", password=LONG)

    with as_owner():
        membership = Membership.objects.get(user_id=user_id)
        assert (membership.unit, membership.roles, membership.source) == (
            administrator.unit, ["handler", "editor"], "invited",
        )  # fmt: skip
        user = User.objects.get(pk=user_id)
    assert (user.name, user.is_superuser, user.is_demo) == ("测试新人", False, False)
    assert user.check_password(LONG)
    assert acts() == ["invited", "joined"]


def test_invitation_serves_once_and_not_after_it_was_withdrawn_or_ran_out(administrator):
    used, withdrawn, late = (invited(administrator) for _ in range(3))
    workflow.accept(used, username="erste", password=LONG)
    with administrator.acting():
        workflow.revoke(administrator, Invitation.objects.get(token_digest=invitations.digest_of(withdrawn)))
    with as_owner():
        Invitation.objects.filter(token_digest=invitations.digest_of(late)).update(expires_at=timezone.now())

    for number, token in enumerate((used, withdrawn, late, "0" * 64)):
        assert invitations.open_invitation(token) is None
        with pytest.raises(WrongState):
            workflow.accept(token, username=f"zweite{number}", password=LONG)


def test_signed_in_person_adds_the_unit_to_their_account(administrator):
    guest = make_actor("320000")
    token = invited(administrator)

    with guest.acting():
        assert workflow.accept(token) == guest.user.pk

    with as_owner():
        assert Membership.objects.filter(user=guest.user).count() == 2


def test_member_of_the_unit_is_not_added_twice(administrator):
    colleague = make_actor("310000", Role.HANDLER)
    with colleague.acting(), pytest.raises(WrongState):
        workflow.accept(invited(administrator))


def test_taken_user_name_is_said(administrator):
    taken = make_user()
    with pytest.raises(WorkflowError, match=r"taken|已被使用"):
        workflow.accept(invited(administrator), username=taken.username, password=LONG)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.UNIT_ADMINISTRATOR}))
def test_only_the_units_administrator_invites_and_changes(role):
    other = make_actor("310000", role)
    colleague = make_actor("310000", Role.HANDLER)
    stranger = make_actor("320000", Role.UNIT_ADMINISTRATOR)
    for actor in (other, stranger):
        with actor.acting():
            with pytest.raises(NotAllowed):
                workflow.invite(actor, colleague.unit, name="x", email="x@y.zz", roles=[Role.HANDLER])
            with pytest.raises(NotAllowed):
                workflow.change(actor, colleague.membership, roles=[Role.SIGNATORY], department=None, until=None)
            with pytest.raises(NotAllowed):
                workflow.end(actor, colleague.membership, reason="x")
    assert fresh(colleague.membership).roles == ["handler"]


CALLS = [
    ("member_invite(%s, %s, 'a@b.cc', 'x', ARRAY['handler'], NULL, 'x')", lambda m: [uuid4(), m.unit_id]),
    ("member_change(%s, ARRAY['signatory'], NULL, NULL)", lambda m: [m.public_id]),
    ("member_clear(%s, 2)", lambda m: [m.public_id]),
    ("member_end(%s, 'x')", lambda m: [m.public_id]),
    ("member_end_sessions(%s)", lambda m: [m.public_id]),
    ("member_reset_factors(%s)", lambda m: [m.public_id]),
]


@pytest.mark.parametrize(("call", "parameters"), CALLS, ids=[call.partition("(")[0] for call, _ in CALLS])
@pytest.mark.parametrize("who", ["nobody", "handler", "auditor", "stranger", "superior"])
def test_database_refuses_whoever_gets_past_the_rules(call, parameters, who):
    member = make_actor("320100", Role.HANDLER)
    actors = {
        "handler": ("320100", Role.HANDLER),
        "auditor": ("320100", Role.AUDITOR),
        "stranger": ("310000", Role.UNIT_ADMINISTRATOR),
        "superior": ("320000", Role.UNIT_ADMINISTRATOR),
    }
    before = fresh(member.membership)

    def attempt():
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {call}", parameters(member.membership))

    if who == "nobody":
        attempt()
    else:
        with make_actor(*actors[who]).acting():
            attempt()
    after = fresh(member.membership)
    assert (after.roles, after.clearance, after.valid_until) == (before.roles, before.clearance, None)


@pytest.mark.parametrize("table", ["identity_membership", "units_unit", "identity_user", "identity_invitation"])
def test_application_writes_no_membership_unit_or_account(administrator, table):
    with administrator.acting():
        for sql in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(sql)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE identity_user SET is_superuser = true")


@pytest.mark.parametrize(
    "roles", [["unit_administrator", "auditor"], ["auditor", "handler"], ["security_administrator", "editor"], []]
)
def test_three_administrations_exclude_each_other(administrator, roles):
    colleague = make_actor("310000", Role.HANDLER)
    with administrator.acting():
        with pytest.raises(WorkflowError):
            workflow.change(administrator, colleague.membership, roles=roles, department=None, until=None)
        with pytest.raises(WorkflowError):
            workflow.invite(administrator, administrator.unit, name="x", email="x@y.zz", roles=roles)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT member_change(%s, %s::text[], NULL, NULL)", [colleague.membership.public_id, roles])


@pytest.mark.parametrize(("first", "second"), [("auditor", "unit_administrator"), ("handler", "auditor")])
def test_nor_across_two_memberships_of_one_person(first, second):
    actor = make_actor("310000", Role(first))
    dated = {"user": actor.user, "roles": [second], "source": "delegation"}
    with as_owner():
        with pytest.raises(DatabaseError), transaction.atomic():
            Membership.objects.create(**dated, unit=actor.unit, valid_until=timezone.now() + timedelta(days=1))
        later = timezone.now() + timedelta(days=9)
        Membership.objects.filter(pk=actor.membership.pk).update(valid_until=later)
        Membership.objects.create(**dated, unit=actor.unit, valid_from=later, valid_until=later + timedelta(days=1))


def test_nobody_changes_what_they_may_do_themselves(administrator):
    with administrator.acting():
        with pytest.raises(NotAllowed):
            workflow.change(administrator, administrator.membership, roles=[Role.HANDLER], department=None, until=None)
        with pytest.raises(NotAllowed):
            workflow.end(administrator, administrator.membership, reason="x")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT member_end(%s, 'x')", [administrator.membership.public_id])


def test_superior_invites_the_first_administrator_and_no_other(administrator):
    above, below = make_actor("320000", Role.UNIT_ADMINISTRATOR), make_actor("320100", Role.HANDLER).unit
    with above.acting(), pytest.raises(NotAllowed):
        workflow.invite(above, below, name="x", email="x@y.zz", roles=[Role.HANDLER])
    workflow.accept(invited(above, [Role.UNIT_ADMINISTRATOR], below), username="ersteverwaltung", password=LONG)

    with above.acting():
        with pytest.raises(WrongState):
            workflow.invite(above, below, name="x", email="x@y.zz", roles=[Role.UNIT_ADMINISTRATOR])
        units = {one.unit: one.administrators for one in reading.units_below(above.unit)}
        (first,) = units[below]
        assert first.user.username == "ersteverwaltung"
        workflow.end(above, reading.administrator_below(first.public_id), reason="调离")
    assert fresh(first).valid_until is not None


def test_office_invites_the_first_administrators_at_the_top():
    office = make_actor("office", Role.UNIT_ADMINISTRATOR)
    lead = make_actor("330000", Role.HANDLER).unit
    workflow.accept(invited(office, [Role.UNIT_ADMINISTRATOR], lead), username="zjverwaltung", password=LONG)
    with as_owner():
        assert Membership.objects.get(user__username="zjverwaltung").unit == lead


def test_ended_member_leaves_at_once_and_leaves_nothing_waiting(administrator):
    member, colleague = make_actor("310000", Role.HANDLER), make_actor("310000", Role.HANDLER)
    browser, stays = at_desk(member), at_desk(colleague)
    key = browser.cookies["__Host-sid"].value
    with member.acting():
        matter = Matter.objects.create(kind="document", drafting_unit=member.unit, state="draft")
        for step, person in (("mine", member.user), ("theirs", colleague.user)):
            Waiting.objects.create(matter=matter, unit=member.unit, role=Role.HANDLER, step=step, person=person)

    with administrator.acting():
        assert workflow.end(administrator, member.membership, reason="岗位调整") == 1

    assert browser.get("/accounts/").status_code == 302
    assert stays.get("/accounts/").status_code == 200
    assert actor_of(key, DESK) is None
    with as_owner():
        assert dict(Waiting.objects.values_list("step", "person")) == {"mine": None, "theirs": colleague.user.pk}
        assert not Session.objects.filter(user=member.user).exists()
    assert acts() == ["ended"]
    with administrator.acting():
        (entry,) = reading.history_of(member.membership)
    assert (entry.about, entry.entry.texts["reason"]) == (member.user.name, "岗位调整")


def test_membership_that_runs_out_is_carried_out_once_and_told(administrator):
    with as_owner():
        User.objects.filter(pk=administrator.user.pk).update(email="admin@portal.localhost")
    member = make_actor("310000", Role.HANDLER)
    at_desk(member)
    with as_owner():
        Membership.objects.filter(pk=member.membership.pk).update(valid_until=timezone.now())

    (run_out,) = workflow.sweep()
    assert workflow.sweep() == []

    assert (run_out.person, run_out.administrators) == (member.user.pk, [administrator.user.pk])
    with as_owner():
        assert not Session.objects.filter(user=member.user).exists()
    assert acts() == ["expired"]
    job = {"person": run_out.person, "unit": run_out.unit, "returned": 0, "to": run_out.administrators}
    tasks.tell_of_run_out(**job, schema="public", user_id=None, unit_id=None)
    assert mail.outbox[0].to == ["admin@portal.localhost"]
    assert member.user.name in mail.outbox[0].subject


def test_letter_holds_the_link_and_the_queue_does_not(administrator):
    token = invited(administrator)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id DESC LIMIT 1")
        name, arguments = cursor.fetchone()
    arguments = arguments if isinstance(arguments, dict) else json.loads(arguments)
    assert name == "collaboration.members.tasks.send_invitation"
    assert token not in json.dumps(arguments)

    tasks.send_invitation(**arguments)

    (letter,) = mail.outbox
    assert letter.to == ["neu@portal.localhost"]
    assert f"/members/join/{token}/" in letter.body


def test_security_administrator_clears_and_resets_and_nobody_else(administrator):
    guard, member = make_actor("310000", Role.SECURITY_ADMINISTRATOR), make_actor("310000", Role.HANDLER)
    App(member.user)
    at_desk(member)
    for step in (
        lambda actor: workflow.clear(actor, member.membership, clearance=0),
        lambda actor: workflow.reset_factors(actor, member.membership),
    ):
        with administrator.acting(), pytest.raises(NotAllowed):
            step(administrator)
        with guard.acting():
            step(guard)

    assert fresh(member.membership).clearance == 0
    assert not Authenticator.objects.filter(user=member.user).exists()
    assert not Session.objects.filter(user=member.user).exists()
    assert acts() == ["clearance_changed", "factors_reset"]
    with guard.acting(), pytest.raises(NotAllowed):
        workflow.end(guard, member.membership, reason="x")


@pytest.mark.parametrize("way", ["ended", "changed", "expired"])
def test_who_no_longer_edits_leaves_the_groups_of_the_site(administrator, way):
    editor = make_actor("310000", Role.EDITOR)
    tenant = editor.unit.tenant
    with editor.acting():
        assert site_groups.follow(editor.user, tenant, [editor.membership])
    with administrator.acting():
        if way == "ended":
            workflow.end(administrator, editor.membership, reason="x")
        if way == "changed":
            workflow.change(administrator, editor.membership, roles=[Role.HANDLER], department=None, until=None)
    if way == "expired":
        with as_owner():
            Membership.objects.filter(pk=editor.membership.pk).update(valid_until=timezone.now())
        workflow.sweep()

    with tenant_context(tenant):
        assert not Group.objects.filter(user=editor.user).exists()
