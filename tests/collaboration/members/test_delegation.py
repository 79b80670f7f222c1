"""Standing in while somebody is away: dated to the second, shown on every act, never to oneself or in a circle."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.documents.models import Countersignature, Status
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.incoming import workflow as incoming
from collaboration.members import workflow
from collaboration.worklist import reading
from collaboration.worklist import workflow as house
from collaboration.worklist.filters import Filters
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tenants.audit.timeline import timeline
from tenants.identity.actor import Actor
from tenants.identity.models import Membership
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import make_document, sign
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]


@pytest.fixture
def chief():
    return make_actor("310000", Role.SIGNATORY)


@pytest.fixture
def deputy():
    return make_actor("310000", Role.HANDLER, clearance=1)


def arrange(who, absent, delegate, *, starts=timedelta(0), ends=timedelta(hours=1)):
    now = timezone.now()
    with who.acting():
        made = workflow.delegate(
            who, absent.membership, delegate.membership, starts=now + starts, ends=now + ends, reason="出差"
        )
        return Membership.objects.select_related("user", "unit__tenant", "on_behalf_of").get(public_id=made)


def test_who_stands_in_has_the_absent_colleagues_roles_and_their_own_clearance(chief, deputy):
    place = arrange(chief, chief, deputy)

    assert (place.user, place.roles, place.clearance) == (deputy.user, ["signatory"], 1)
    assert (place.source, place.on_behalf_of) == ("delegation", chief.user)
    assert Actor(place).name == f"{deputy.user.name}（代{chief.user.name}）"


def test_every_act_shows_for_whom_it_was_done(chief, deputy):
    author, other = make_actor("320000"), make_actor("330000")
    everyone = make_actor("310000")
    document = make_document(Status.COUNTERSIGNING, author, everyone, other)
    place = Actor(arrange(chief, chief, deputy))

    sign(place, document)

    with author.acting():
        signature = Countersignature.objects.get()
        entry = next(one for one in timeline(document.public_id) if one.act == "countersigned")
    shown = f"{deputy.user.name}（代{chief.user.name}）"
    assert (entry.person, entry.detail["on_behalf_of"]) == (shown, chief.user.pk)
    assert signature.signer == f"{signature.user_name} 代 {chief.user.name}"


def test_ones_own_acts_stay_ones_own(chief, deputy):
    arrange(chief, chief, deputy)
    other = make_actor("320000")
    make_document(Status.SOLICITING, deputy, other)

    with deputy.acting():
        assert not [row for row in Record.objects.filter(kind="document") if "on_behalf_of" in row.detail]


def test_steps_given_to_the_absent_colleague_stand_on_the_list_of_who_stands_in(chief, deputy):
    author = make_actor("320000")
    document = make_document(Status.COUNTERSIGNING, author, make_actor("310000"))
    with chief.acting(), tenant_context(chief.unit.tenant):
        house.give(chief, Waiting.objects.open().get(matter=document.pk, unit=chief.unit), chief.user)
    place = Actor(arrange(chief, chief, deputy))

    with place.acting(), tenant_context(chief.unit.tenant):
        assert [task.is_mine for task in reading.worklist(place, Filters()).tasks] == [True]
    assert f"代{chief.user.name}" in at_desk(deputy).get("/").text


def test_it_ends_to_the_second(chief, deputy):
    place = Actor(arrange(chief, chief, deputy))
    document = make_document(Status.COUNTERSIGNING, make_actor("320000"), make_actor("310000"))
    with as_owner():
        Membership.objects.filter(pk=place.membership.pk).update(valid_until=timezone.now())

    with place.acting():
        assert not Membership.objects.valid().filter(pk=place.membership.pk).exists()
    browser = at_desk(place)
    assert f"代{chief.user.name}" not in browser.get("/").text
    with pytest.raises(WorkflowError):
        sign(deputy, document)


def test_the_end_leaves_the_deputys_own_place_and_sessions(chief, deputy):
    browser = at_desk(deputy)
    place = arrange(chief, chief, deputy)
    with as_owner():
        Membership.objects.filter(pk=place.pk).update(valid_until=timezone.now())

    assert workflow.sweep() == []

    assert browser.get("/").status_code == 200
    with deputy.acting():
        assert set(Record.objects.filter(kind="member").values_list("act", flat=True)) <= {
            "delegated",
            "delegation_ended",
        }


def test_it_begins_only_at_its_beginning(chief, deputy):
    place = arrange(chief, chief, deputy, starts=timedelta(minutes=5))

    with deputy.acting():
        assert place.pk not in Membership.objects.valid().values_list("pk", flat=True)


def test_nobody_stands_in_for_themselves_or_in_a_circle_or_on_and_on(chief, deputy):
    third = make_actor("310000", Role.HANDLER)
    with pytest.raises(WorkflowError, match="本人"):
        arrange(chief, chief, chief)
    place = arrange(chief, chief, deputy)

    for absent, delegate in ((deputy, chief), (deputy, third), (third, chief)):
        with pytest.raises(WorkflowError):
            arrange(absent, absent, delegate)
    with pytest.raises(WrongState):
        arrange(chief, chief, third)
    with pytest.raises(NotAllowed):
        arrange(deputy, Actor(place), third)
    later = timedelta(hours=2)
    assert arrange(deputy, deputy, chief, starts=later, ends=later * 2)


def test_only_the_person_or_the_administrator_arranges_it_and_inside_the_unit(chief, deputy):
    stranger, administrator = make_actor("320000"), make_actor("310000", Role.UNIT_ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        arrange(deputy, chief, deputy)
    with pytest.raises(NotAllowed):
        arrange(chief, chief, stranger)
    place = arrange(administrator, chief, deputy)
    with stranger.acting(), pytest.raises(NotAllowed):
        workflow.end_delegation(stranger, place)
    with administrator.acting():
        workflow.end_delegation(administrator, place)
        assert not Membership.objects.valid().filter(pk=place.pk).exists()


def test_times_that_are_over_or_the_wrong_way_round_are_refused_next_to_the_field(chief, deputy):
    browser = at_desk(chief)
    now = timezone.localtime()
    given = {"absent": chief.membership.pk, "delegate": deputy.membership.pk, "reason": "出差"}
    for starts, ends in ((now, now - timedelta(hours=1)), (now + timedelta(hours=2), now + timedelta(hours=1))):
        times = {"starts": starts.strftime("%Y-%m-%dT%H:%M:%S"), "ends": ends.strftime("%Y-%m-%dT%H:%M:%S")}
        answer = browser.post("/members/standing-in/", {**given, **times})
        assert answer.status_code == 422
    times = {
        "starts": now.strftime("%Y-%m-%dT%H:%M:%S"),
        "ends": (now + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%S"),
    }
    assert browser.post("/members/standing-in/", {**given, **times}).status_code == 302
    assert deputy.user.name in browser.get("/members/standing-in/").text


def test_who_leaves_the_unit_neither_stands_in_nor_is_stood_in_for(chief, deputy):
    administrator = make_actor("310000", Role.UNIT_ADMINISTRATOR)
    place = arrange(chief, chief, deputy)

    with administrator.acting():
        workflow.end(administrator, chief.membership, reason="调离")

    with as_owner():
        place.refresh_from_db()
    assert place.valid_until <= timezone.now()


def test_what_is_circulated_to_the_absent_is_read_in_their_place_and_says_so(chief, deputy):
    document = make_document(Status.SOLICITING, make_actor("320000"), deputy)
    with deputy.acting(), tenant_context(deputy.unit.tenant):
        entry = incoming.register(deputy, incoming.receive(deputy, document.matter))
        incoming.circulate(deputy, entry, [chief.user])
        with pytest.raises(WrongState):
            incoming.confirm_read(deputy, entry)

    place = Actor(arrange(chief, chief, deputy))
    browser, page = at_desk(place), f"/incoming/{document.public_id}/"
    assert browser.get("/incoming/").context["counts"]["to_read"] == 1
    browser.post(f"{page}read/")

    assert place.name in browser.get(page).text
    with chief.acting(), tenant_context(chief.unit.tenant):
        (one,) = entry.readings.all()
        assert (one.person_id, one.stood_in_by) == (chief.user.pk, place.name)
