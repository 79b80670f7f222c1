"""Urging once a working day, and calls that were made."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from collaboration.deadlines.calendar import WorkingDays
from collaboration.deadlines.models import DutyShift
from collaboration.documents.models import Status
from collaboration.errors import NotAllowed, WrongState
from collaboration.notifications.models import Notification
from collaboration.supervision import urging
from collaboration.supervision.models import Call, Urge
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import agree, make_document
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def others():
    return [make_actor(code) for code in ("320000", "330000")]


def test_one_click_urges_all_who_have_not_answered_once_a_working_day(author, others):
    document = make_document(Status.SOLICITING, author, *others)
    agree(others[:1], document)
    browser, path = at_desk(author), f"/supervision/of/{document.public_id}/"

    page = browser.get(path)
    assert page.context["can_urge"]
    assert browser.post(f"{path}urge/").status_code == 302
    browser.post(f"{path}urge/")

    with as_owner():
        assert [urge.units for urge in Urge.objects.all()] == [[others[1].unit.pk]]
        told = Notification.objects.filter(act="urged").values_list("user_id", "category")
        assert list(told) == [(others[1].user.pk, "deadline")]


def test_urging_twice_is_refused_with_the_way_out(author, others):
    document = make_document(Status.SOLICITING, author, *others)
    with author.acting():
        urging.urge(author, document.matter)
        with pytest.raises(WrongState):
            urging.urge(author, document.matter)
    agree(others, document)
    with author.acting(), pytest.raises(WrongState):
        urging.urge(author, document.matter)


def test_a_day_off_counts_for_the_working_day_before_it():
    calendar = WorkingDays({})
    slots = [urging.slot_of(date(2026, 11, day), calendar) for day in (20, 21, 22, 23)]

    assert slots == [date(2026, 11, 20)] * 3 + [date(2026, 11, 23)]


def test_only_the_unit_that_waits_urges(author, others):
    document = make_document(Status.SOLICITING, author, *others)
    with others[0].acting(), pytest.raises(NotAllowed):
        urging.urge(others[0], document.matter)
    assert not at_desk(others[0]).get(f"/supervision/of/{document.public_id}/").context["can_urge"]
    assert at_desk(make_actor("340000")).get(f"/supervision/of/{document.public_id}/").status_code == 404


def test_each_waiting_unit_shows_whom_to_telephone(author, others):
    liaison, night = make_actor("320000", Role.LIAISON), make_actor("320000", Role.MEMBER)
    start = timezone.now() - timedelta(hours=1)
    with others[0].acting():
        DutyShift.objects.create(
            unit=night.unit, person=night.user, telephone="025-119", starts_at=start, ends_at=start + timedelta(hours=9)
        )
    document = make_document(Status.SOLICITING, author, *others)

    page = at_desk(author).get(f"/supervision/of/{document.public_id}/").content.decode()

    assert liaison.user.name in page
    assert "025-119" in page


def test_a_call_is_entered_and_read_by_both_units_alone(author, others):
    document = make_document(Status.SOLICITING, author, *others)
    path = f"/supervision/of/{document.public_id}/"
    form = {
        "spoke_with": "试验联络员",
        "called_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "answer": "明日答",
    }
    with as_owner():
        document.matter.opened_at = timezone.now() - timedelta(hours=1)
        document.matter.save()
    browser = at_desk(author)

    future = {**form, "called_at": "2199-01-01T00:00"}
    assert set(browser.post(f"{path}320000/call/", future).context["form"].errors) == {"called_at"}
    early = {**form, "called_at": "2001-01-01T00:00"}
    assert browser.post(f"{path}320000/call/", early).status_code == 422
    assert browser.post(f"{path}340000/call/", form).status_code == 404
    assert browser.post(f"{path}320000/call/", form).status_code == 302

    seen = ["明日答" in at_desk(one).get(path).content.decode() for one in (author, *others)]
    assert seen == [True, True, False]
    with others[1].acting():
        assert not Call.objects.exists()
