"""What is due is told once, in order, to those concerned: on time, twice, late, and when the calendar changes."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from collaboration.deadlines import agreeing, driving, overrides, setting
from collaboration.deadlines.clock import Term
from collaboration.deadlines.models import Begins, CountedIn, Deadline, DutyShift, EscalationStep
from collaboration.notifications.models import Notification
from collaboration.worklist import waiting
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tenants.identity.roles import Role
from tests.factories.deadlines import at, make_deadline
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
MONDAY = "2026-11-16 10:00"  # five working days later is Monday the 23rd


@pytest.fixture
def people():
    return {
        "author": make_actor("310000", Role.HANDLER),
        "handler": make_actor("320100", Role.HANDLER),
        "signatory": make_actor("320100", Role.SIGNATORY),
        "stranger": make_actor("330000", Role.HANDLER),
    }


def drive(moment: str) -> int:
    with freeze_time(at(moment)), as_owner():
        return driving.drive()


def make(people, moment: str = MONDAY, **more) -> Deadline:
    with freeze_time(at(moment)):
        return make_deadline(people["author"], "320100", **more)


def told(deadline: Deadline) -> list[str]:
    """What the record says of the clock, in order."""
    with as_owner():
        chain = Waiting.objects.get(pk=deadline.waiting_id).matter.public_id
        return list(
            Record.objects.filter(chain=chain, act__startswith="deadline")
            .order_by("number")
            .values_list("act", flat=True)
        )


def heard(people) -> dict[str, list[str]]:
    with as_owner():
        return {
            name: list(Notification.objects.filter(user=person.user).order_by("number").values_list("act", flat=True))
            for name, person in people.items()
        }


def test_each_thing_is_told_once_when_its_time_comes(people):
    deadline = make(people)
    moments = """2026-11-19 08:55, 2026-11-19 09:00, 2026-11-19 09:05, 2026-11-23 23:59, 2026-11-24 00:00,
        2026-11-24 00:05, 2026-11-24 09:00, 2026-11-24 09:05, 2026-11-26 09:00, 2027-01-10 09:00"""

    assert [drive(moment.strip()) for moment in moments.split(",")] == [0, 1, 0, 0, 1, 0, 1, 0, 1, 0]
    assert told(deadline) == ["deadline_warned", "deadline_missed", "deadline_escalated", "deadline_escalated"]
    assert heard(people) == {
        "author": ["deadline_missed"],
        "handler": ["deadline_warned", "deadline_missed"],
        "signatory": ["deadline_escalated"],  # the second is for the superior to decide on
        "stranger": [],
    }


def test_after_an_outage_everything_is_told_once_and_in_order(people):
    deadline = make(people)

    assert [drive("2026-11-30 12:00"), drive("2026-11-30 12:00")] == [4, 0]

    assert told(deadline) == ["deadline_warned", "deadline_missed", "deadline_escalated", "deadline_escalated"]
    assert heard(people)["handler"] == ["deadline_warned", "deadline_missed"]


def test_what_was_done_is_told_of_no_more(people):
    deadline = make(people)
    with people["handler"].acting():
        waiting.done(deadline.waiting.matter, step="answer")

    assert drive("2026-12-30 12:00") == 0


def test_a_unit_sets_the_steps_of_its_own_line(people):
    with people["signatory"].acting():
        EscalationStep.objects.create(unit=people["signatory"].unit, after=2, to="signatory")
    deadline = make(people)

    assert drive("2026-11-24 12:00") == 2
    assert drive("2026-11-25 09:00") == 1
    assert told(deadline)[2:] == ["deadline_escalated"]


def test_the_calendar_moves_a_deadline_and_says_so_once(people):
    deadline = make(people)
    keeper = make_actor("office", Role.UNIT_ADMINISTRATOR)
    with keeper.acting():
        overrides.set_day(keeper, day=at("2026-11-20 00:00").date(), works=False, note="试验")

    with freeze_time(at("2026-11-17 10:00")), as_owner():
        assert (driving.follow_calendar(), driving.follow_calendar()) == (1, 0)

    with as_owner():
        assert Waiting.objects.get(pk=deadline.waiting_id).due_on.isoformat() == "2026-11-24"
    assert told(deadline) == ["deadline_moved"]
    assert heard(people)["handler"] == heard(people)["author"] == ["deadline_moved"]
    assert drive("2026-11-19 09:00") == 1


@pytest.mark.parametrize(
    ("term", "moves"),
    [
        (Term(CountedIn.WORKING_DAYS, 5), True),
        (Term(CountedIn.CALENDAR_DAYS, 7), True),  # until Monday the 23rd, and the next working day when that is off
        (Term(CountedIn.HOURS, 7 * 24), False),
        (Term(CountedIn.FIXED, fixed_until=at("2026-11-24 00:00")), False),
    ],
)
def test_only_what_is_counted_by_the_calendar_moves_with_it(people, term, moves):
    deadline = make(people, term=term)
    keeper = make_actor("office", Role.UNIT_ADMINISTRATOR)
    with keeper.acting():
        overrides.set_day(keeper, day=at("2026-11-23 00:00").date(), works=False, note="试验")

    with freeze_time(at("2026-11-17 10:00")), as_owner():
        assert [driving.follow_calendar(), driving.follow_calendar()] == [int(moves), 0]
        after = Deadline.objects.get(pk=deadline.pk).due_at

    assert (after - deadline.due_at == timedelta(days=1)) == moves
    assert heard(people)["handler"] == (["deadline_moved"] if moves else [])


def test_an_urgent_term_reaches_the_duty_officer_at_night(people):
    night = make_actor("320100", Role.MEMBER)
    with people["handler"].acting():
        times = {"starts_at": at("2026-11-20 17:30"), "ends_at": at("2026-11-21 08:30")}
        DutyShift.objects.create(unit=night.unit, person=night.user, telephone="025-1", **times)
    make(people, "2026-11-20 16:00", term=Term(CountedIn.HOURS, 8))

    assert drive("2026-11-20 22:00") == 1
    assert drive("2026-11-21 00:00") == 1

    assert heard(people | {"night": night})["night"] == ["deadline_warned", "deadline_missed"]


def test_from_acceptance_the_clock_stands_until_then(people):
    deadline = make(people, begins=Begins.ACCEPTANCE)
    assert drive("2027-01-01 10:00") == 0
    with freeze_time(at("2026-11-20 10:00")), people["handler"].acting():
        assert setting.begin(deadline.waiting).due_at == at("2026-11-28 00:00")


def test_nothing_is_told_while_the_clock_stands_still(people):
    deadline, author = make(people), people["author"]
    with freeze_time(at("2026-11-17 10:00")), author.acting():
        agreeing.stand_still(author, deadline, reason="补充试验材料")
    assert drive("2026-12-01 10:00") == 0
    with freeze_time(at("2026-12-01 11:00")), author.acting():
        agreeing.go_on(author, deadline)

    with as_owner():
        deadline.refresh_from_db()
    assert deadline.due_at == at("2026-12-08 00:00")
    assert drive("2026-12-03 09:00") == 1


def test_more_time_starts_the_telling_anew(people):
    deadline, author = make(people), people["author"]
    drive("2026-11-24 00:00")
    with freeze_time(at("2026-11-24 10:00")), author.acting():
        agreeing.extend(author, deadline, until=at("2026-12-05 00:00"), reason="试验")

    assert drive("2026-12-02 09:00") == 1
    assert drive("2026-12-05 00:00") == 1
    assert told(deadline) == [
        "deadline_warned",
        "deadline_missed",
        "deadline_extended",
        "deadline_warned",
        "deadline_missed",
    ]


@pytest.mark.parametrize("days", [0, 1, 9])
def test_running_at_any_rhythm_tells_the_same(people, days):
    deadline, moment = make(people), at("2026-11-16 10:00")
    while moment < at("2026-12-01 00:00"):
        with freeze_time(moment), as_owner():
            driving.drive()
            driving.drive()
        moment += timedelta(days=days, hours=7)
    drive("2026-12-01 00:00")

    assert told(deadline) == ["deadline_warned", "deadline_missed", "deadline_escalated", "deadline_escalated"]
