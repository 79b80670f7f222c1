"""What the page of a matter shows of the reader's own house, and to nobody else."""

import pytest
from django_tenants.utils import tenant_context

from collaboration.documents.models import Status
from collaboration.errors import WorkflowError
from collaboration.incoming import reading, workflow
from collaboration.incoming.models import Entry, State
from collaboration.members import workflow as members
from collaboration.notifications.models import Notification
from collaboration.supervision import workflow as supervision
from collaboration.worklist import handing_over
from collaboration.worklist import workflow as worklist
from collaboration.worklist.models import Waiting
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import in_a_week, make_document
from tests.factories.people import make_actor

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]


@pytest.fixture
def chief():
    return make_actor("320000", Role.SIGNATORY)


@pytest.fixture
def clerk():
    return make_actor("320000", Role.HANDLER)


@pytest.fixture
def document(clerk):
    return make_document(Status.SOLICITING, make_actor("310000"), clerk)


def house_of(actor, document):
    return at_desk(actor).get(f"/documents/{document.public_id}/").context["house"]


def test_a_step_is_given_from_the_page_of_its_matter(chief, clerk, document):
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        step = Waiting.objects.open().get(matter=document.pk, unit=clerk.unit)
    page = at_desk(chief).get(f"/documents/{document.public_id}/").content.decode()
    assert f"/worklist/steps/{step.pk}/" in page

    with chief.acting(), tenant_context(chief.unit.tenant):
        worklist.give(chief, step, clerk.user, note="请承办")

    assert [one.is_mine for one in house_of(clerk, document).steps] == [True]
    reader = make_actor("320000", Role.MEMBER)
    assert [(one.holder, one.can_give) for one in house_of(reader, document).steps] == [(clerk.user.name, False)]
    assert house_of(make_actor("310000"), document).has_something is False


def test_instructions_stand_on_top_and_whoever_may_signs_for_the_matter(chief, clerk, document):
    assert (house_of(clerk, document).can_receive, house_of(chief, document).can_receive) == (True, False)
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        entry = workflow.register(clerk, workflow.receive(clerk, document.matter))
    with chief.acting(), tenant_context(chief.unit.tenant):
        workflow.instruct(chief, entry, text="请逐条核对")

    page = at_desk(clerk).get(f"/documents/{document.public_id}/").content.decode()
    assert page.index("请逐条核对") < page.index('<ol class="steps')
    assert house_of(clerk, document).can_receive is False
    assert "请逐条核对" not in at_desk(make_actor("310000")).get(f"/documents/{document.public_id}/").content.decode()


def test_a_supervision_slip_is_given_and_told_like_any_matter(chief, clerk, document):
    with chief.acting(), tenant_context(chief.unit.tenant):
        slip = supervision.issue(
            chief, about=document.public_id, unit=chief.unit, demand="请说明进度", due_on=in_a_week()
        )

    page = at_desk(clerk).get(slip.get_absolute_url())
    shown = page.context["house"].steps
    assert [one.can_give for one in shown] == [True]
    assert [entry.act for entry in page.context["entries"]] == ["issued"]
    both = at_desk(clerk).get(f"/documents/{document.public_id}/")
    assert list(both.context["slips"]) == [slip]


def test_whoever_is_named_to_handle_it_holds_the_steps_and_finds_it_among_their_own(chief, clerk, document):
    named = make_actor("320000", Role.HANDLER)
    path = f"/incoming/{document.public_id}/"
    browser, boss = at_desk(clerk), at_desk(chief)
    browser.post(f"{path}receive/")
    browser.post(path, {"act": "register", "register-urgency": "0"})
    words = {"propose-text": "拟办", "propose-handling": "法规处", "propose-assisting": "综合处，执法处"}
    browser.post(path, {"act": "propose", **words})
    boss.post(path, {"act": "instruct", "instruct-text": "同意", "instruct-handler": named.user.pk})

    with named.acting(), tenant_context(named.unit.tenant):
        entry = Entry.objects.visible_to(named).get()
        assert (entry.handling, entry.assisting, entry.handler_name) == ("法规处", "综合处、执法处", named.user.name)
        assert list(Notification.objects.order_by("number").values_list("act", flat=True))[-2:] == [
            "assigned",
            "instructed",
        ]
    assert [one.is_mine for one in house_of(named, document).steps] == [True]
    mine = [at_desk(who).get("/incoming/?tab=mine").context["counts"]["mine"] for who in (named, clerk)]
    assert mine == [1, 0]
    again = browser.get(path).text
    assert "拟办</textarea>" in again
    assert '<option value="法规处">' in again


def test_nobody_is_named_who_handles_nothing_there(chief, clerk, document):
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        entry = workflow.register(clerk, workflow.receive(clerk, document.matter))
        for person in (chief.user, make_actor("310000", Role.HANDLER).user):
            with pytest.raises(WorkflowError):
                workflow.propose(clerk, entry, text="拟办", handling="法规处", handler=person)
        assert Entry.objects.get().state == State.REGISTERED


def test_matters_in_hand_go_to_the_successor_and_to_nobody_when_a_handler_leaves(chief, clerk, document):
    successor, administrator = make_actor("320000", Role.HANDLER), make_actor("320000", Role.UNIT_ADMINISTRATOR)
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        entry = workflow.register(clerk, workflow.receive(clerk, document.matter))
        workflow.propose(clerk, entry, text="拟办", handling="法规处", handler=clerk.user)

        (line,) = handing_over.besides(clerk, clerk.user)
        assert line == f"{entry.full_number} {document.title}"
        result = handing_over.hand_over(clerk, clerk.user, successor.user)

        assert result.problems == []
        assert Entry.objects.get().handler_name == successor.user.name
        refused = handing_over.hand_over(successor, successor.user, chief.user)
        assert len(refused.problems) == 2  # the step, and the matter in hand
    with administrator.acting():
        members.end(administrator, successor.membership, reason="岗位调整")
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        assert (Entry.objects.get().handler_id, Entry.objects.get().handler_name) == (None, "")
        assert reading.counts(clerk)["in_hand"] == 1
