"""What is most urgent reaches who is on duty at night and on holidays: at once, on every way, whatever they chose."""

from datetime import datetime, timedelta

import pytest
from freezegun import freeze_time

from collaboration.deadlines import driving
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import CountedIn, DutyShift
from collaboration.documents.models import Status
from collaboration.documents.workflow import countersigning, rounds
from collaboration.notifications import marking
from collaboration.notifications.models import Category, Notification
from collaboration.outgoing import lines
from collaboration.outgoing.models import Item, Line, Rhythm, Way
from collaboration.outgoing.sorting import prepare_letters
from collaboration.outgoing.unsubscribing import choose
from tenants.db.context import Acting, act_as
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.collaboration.outgoing.test_ways import services  # noqa: F401 - a fixture
from tests.factories.deadlines import at
from tests.factories.documents import make_document, make_draft
from tests.factories.people import make_actor, make_user
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
TERM = Term(CountedIn.HOURS, 8)
NIGHT, HOLIDAY, WORK = "2026-11-20 22:00", "2026-10-03 10:00", "2026-11-20 10:00"


@pytest.fixture
def author() -> Actor:
    return make_actor("310000")


@pytest.fixture
def officer(services) -> Actor:  # noqa: F811 - the fixture
    """On duty for days, reached by mail and short message, and wishing for neither."""
    officer = make_actor("320100", Role.MEMBER, user=make_user(email="duty@agency.example"))
    with officer.acting():
        lines.enter(officer.user, Way.SMS, "13800138000")
        Line.objects.visible_to(officer.user).update(confirmed_address="13800138000")
        for way in (Way.MAIL, Way.SMS):
            choose(officer.user, dict.fromkeys(Category, Rhythm.NEVER), way=way)
        start = at("2026-10-01 00:00")
        DutyShift.objects.create(
            unit=officer.unit, person=officer.user, telephone="1", starts_at=start, ends_at=start + timedelta(days=60)
        )
    return officer


def leaving(person: Actor, now: datetime) -> list[tuple[str, bool]]:
    """The ways by which the person's notices leave, and whether at once."""
    with act_as(Acting(person.user.pk)):
        last = Notification.objects.visible_to(person.user).order_by("number").last()
        prepare_letters(person.user, last=last.number if last else 0, now=now)
        return [(one.way, one.due_at == now) for one in Item.objects.visible_to(person.user).order_by("way")]


@pytest.mark.parametrize(("moment", "reached"), [(NIGHT, True), (HOLIDAY, True), (WORK, False)])
@pytest.mark.parametrize("asked", ["opinions", "signatures"])
def test_asking_outside_working_time_wakes_the_duty_officer(author, officer, moment, reached, asked):
    signatory = make_actor("320100", Role.SIGNATORY)
    document = (
        make_draft(author, officer)
        if asked == "opinions"
        else make_document(Status.FINAL, author, make_actor("320100"))
    )

    with freeze_time(at(moment)), author.acting():
        if asked == "opinions":
            rounds.open_round(author, document, term=TERM)
        else:
            countersigning.start_countersigning(author, document, term=TERM)

    with as_owner():
        told = list(Notification.objects.filter(user=officer.user).values_list("reason", flat=True))
    assert told == (["on_duty"] if reached else [])
    assert leaving(officer, at(moment)) == ([("mail", True), ("sms", True)] if reached else [])
    assert all(not at_once for _way, at_once in leaving(signatory, at(moment)))


def test_ordinary_terms_let_the_duty_officer_sleep(author, officer):
    with freeze_time(at(NIGHT)), author.acting():
        rounds.open_round(author, make_draft(author, officer), term=Term(CountedIn.WORKING_DAYS, 5))

    assert leaving(officer, at(NIGHT)) == []


def test_a_term_asked_by_day_warns_the_duty_officer_across_the_night(author, officer):
    document = make_draft(author, officer)
    with freeze_time(at("2026-11-20 16:00")), author.acting():
        rounds.open_round(author, document, term=TERM)

    for moment, told in (
        ("2026-11-20 21:59", 0),
        ("2026-11-20 22:00", 1),
        ("2026-11-20 22:05", 1),
        ("2026-11-21 00:00", 2),
    ):
        with freeze_time(at(moment)), as_owner():
            driving.drive()
            assert Notification.objects.filter(user=officer.user, reason="on_duty").count() == told


def test_whoever_is_on_duty_hears_even_of_what_they_muted(author, officer):
    document = make_document(Status.FINAL, author, make_actor("320100"))
    with officer.acting():
        marking.mute(officer, document.matter)

    with freeze_time(at(NIGHT)), author.acting():
        countersigning.start_countersigning(author, document, term=TERM)

    assert leaving(officer, at(NIGHT)) == [("mail", True), ("sms", True)]
