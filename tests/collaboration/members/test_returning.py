"""What somebody can no longer take waits for the unit again, and those who can take it are told."""

import pytest
from django_tenants.utils import tenant_context

from collaboration.documents.models import Status
from collaboration.internal.models import Assignment
from collaboration.members import reading, workflow
from collaboration.worklist import workflow as worklist
from collaboration.worklist.models import Waiting
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]


@pytest.fixture
def administrator():
    return make_actor("320000", Role.UNIT_ADMINISTRATOR)


@pytest.fixture
def clerk():
    return make_actor("320000", Role.HANDLER)


@pytest.fixture
def document(clerk):
    """A document on which the unit is asked for its opinions; the clerk holds the step."""
    made = make_document(Status.SOLICITING, make_actor("310000"), clerk)
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        worklist.give(clerk, Waiting.objects.open().get(matter=made.pk, unit=clerk.unit), clerk.user)
    return made


def notices_of(actor):
    answer = at_desk(actor).get("/notices/")
    return [(notice.title, notice.act, notice.why) for notice in answer.context["notices"]]


def held(clerk):
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        return list(Assignment.objects.filter(ended_at=None).values_list("person_id", flat=True))


def take_role(administrator, clerk):
    return workflow.change(administrator, clerk.membership, roles=[Role.MEMBER], department=None, until=None)


def leave(administrator, clerk):
    return workflow.end(administrator, clerk.membership, reason="岗位调整")


@pytest.mark.parametrize("step", [take_role, leave])
def test_held_steps_go_back_and_the_others_are_told(administrator, clerk, document, step):
    colleague, outsider = make_actor("320000", Role.HANDLER), make_actor("320000", Role.SIGNATORY)

    with administrator.acting():
        assert step(administrator, clerk) == 1

    assert held(colleague) == []
    assert [(title, why) for title, act, why in notices_of(colleague)[:1]] == [
        (document.title, f"因为您是{colleague.unit.display_name}的经办人")
    ]
    assert at_desk(colleague).get("/").context["worklist"].counts.tabs["todo"] == 1
    assert notices_of(outsider) == []
    with administrator.acting():
        assert reading.unheld(administrator) == []


def test_where_nobody_holds_the_role_the_leaders_and_the_administrator_learn_it(administrator, clerk, document):
    leader = make_actor("320000", Role.SIGNATORY)

    with administrator.acting():
        assert take_role(administrator, clerk) == 1

    assert [title for title, _act, _why in notices_of(leader)] == [document.title]
    page = at_desk(administrator).get("/members/").text
    assert "有1项待办需要“经办人”角色办理" in page


def test_a_member_cleared_lower_keeps_what_they_still_see(administrator, clerk, document):
    guard = make_actor("320000", Role.SECURITY_ADMINISTRATOR)
    with guard.acting():
        assert workflow.clear(guard, clerk.membership, clearance=0) == 0
    assert held(clerk) == [clerk.user.pk]

    with as_owner():
        type(document.matter).objects.filter(pk=document.pk).update(classification=1)
    with guard.acting():
        assert workflow.clear(guard, clerk.membership, clearance=0) == 1
    assert held(clerk) == []


def test_who_keeps_the_role_keeps_the_step(administrator, clerk, document):
    with administrator.acting():
        roles = [Role.HANDLER, Role.LIAISON]
        assert workflow.change(administrator, clerk.membership, roles=roles, department=None, until=None) == 0
    assert held(clerk) == [clerk.user.pk]
