"""Every step tells the people named for it in the units concerned, and nobody else; what ends early is handed over."""

import pytest
from django.utils import timezone

from collaboration.assistance.models import KindVersion, Note, Status
from collaboration.assistance.models.catalogue import NEVER_BY_ITSELF
from collaboration.assistance.overview import rating
from collaboration.assistance.workflow import closing, handling, receiving, sending
from collaboration.errors import WrongState
from collaboration.notifications.models import Notification
from collaboration.worklist.models import Waiting
from tenants.identity.roles import Role
from tests.factories import requests as make
from tests.factories.people import at_home, make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
KINDS_OF_PEOPLE = (Role.HANDLER, Role.LIAISON, Role.SIGNATORY, Role.APPROVER, Role.AUDITOR, Role.SEAL_KEEPER)


@pytest.fixture
def house():
    """One person of each role in every unit that could hear of a request; and one in each who acts."""
    codes = ("320000", "330000", "340000", "310000", "320100", "320102")
    return {(code, role): make_actor(code, role) for code in codes for role in KINDS_OF_PEOPLE}


def told(request, house, act):
    """Who of them was told of the last act of this name: unit and role."""
    with as_owner():
        found = Notification.objects.filter(matter=request.public_id, act=act)
        users = set(found.values_list("user", flat=True))
        assert not Notification.objects.filter(matter=request.public_id).exclude(kind="assistance").exists()
    return {place for place, actor in house.items() if actor.user.pk in users}


def people(code, *roles):
    return {(code, role) for role in roles}


OURS = people("320000", Role.HANDLER)
THEIRS = people("330000", Role.HANDLER, Role.LIAISON)


def test_each_step_of_the_two_units(house):
    asking, asked = make_actor("320000"), make_actor("330000")
    one = make.send(asking, make.make_request(asking, asked.unit))
    with at_home(asked):
        receiving.receive(asked, one)
        receiving.return_for_completion(asked, one, text="样例")
    with at_home(asking):
        sending.complete(asking, one, make.wording(asked.unit), revision=0)
    with at_home(asked):
        receiving.accept(asked, one)
        handling.report(asked, one, text="样例")
        question = handling.ask(asked, one, text="样例？")
        handling.split(asked, one, [make.wording(make_actor("310000").unit)])
    with at_home(asking):
        handling.answer_question(asking, one, question, text="样例")
    make.reply(asked, one)
    with at_home(asking):
        handling.ask_to_complete(asking, one, text="样例")
    make.reply(asked, one)
    with at_home(asking):
        handling.confirm(asking, one)
        rating.rate(asking, one, timeliness="good", effort="good")
    with at_home(asked):
        rating.answer(asked, one, text="样例")
    heard = {
        "created": set(), "sent": THEIRS, "received": OURS, "returned": OURS, "completed": THEIRS, "accepted": OURS,
        "noted": OURS, "asked": OURS, "split": OURS, "answered_question": people("330000", Role.HANDLER),
        "replied": OURS, "completion_asked": THEIRS, "confirmed": THEIRS,
        "rated": people("330000", Role.HANDLER, Role.SIGNATORY), "rating_answered": OURS,
    }  # fmt: skip
    assert {act: told(one, house, act) for act in heard} == heard


def test_each_step_that_ends_it_early_or_leads_elsewhere(house):
    asking, asked = make_actor("320000"), make_actor("330000")
    declined, withdrawn, forwarded = (make.send(asking, make.make_request(asking, asked.unit)) for _one in range(3))
    with at_home(asked):
        for one in (declined, withdrawn, forwarded):
            receiving.receive(asked, one)
        receiving.decline(asked, declined, why="other", reason="样例")
        receiving.forward(asked, forwarded, house["340000", Role.HANDLER].unit, reason="样例")
    with at_home(asking):
        sending.withdraw(asking, withdrawn, reason="样例")
    assert told(declined, house, "declined") == OURS
    assert told(withdrawn, house, "withdrawn") == THEIRS
    assert told(forwarded, house, "forwarded") == OURS | people("340000", Role.HANDLER, Role.LIAISON)


def test_what_waits_for_the_superior_can_be_withdrawn_from_it(house):
    county, superior = make_actor("320102"), people("320000", Role.APPROVER)
    decided, withdrawn = (make.send(county, make.make_request(county, make_actor("330000").unit)) for _one in range(2))
    assert withdrawn.status == Status.LEVEL_DECISION
    assert told(withdrawn, house, "sent_for_decision") == superior | people("320000", Role.HANDLER)
    with at_home(county):
        sending.withdraw(county, withdrawn, reason="样例")
    assert told(withdrawn, house, "withdrawn") == superior
    approver = make_actor("320000", Role.APPROVER)
    with at_home(approver):
        with pytest.raises(WrongState):
            receiving.decide_level(approver, withdrawn, approves=True)
        assert not Waiting.objects.open().filter(matter=withdrawn.pk).exists()
        receiving.decide_level(approver, decided, approves=True)
    assert told(decided, house, "level_approved") == THEIRS | people("320102", Role.HANDLER)
    assert make.again(make_actor("320102"), withdrawn).status == Status.WITHDRAWN


def test_what_was_done_until_the_end_is_handed_over(house):
    asking, asked = make_actor("320000"), make_actor("330000")
    one = make.accept(asked, make.send(asking, make.make_request(asking, asked.unit)))
    with at_home(asked), pytest.raises(WrongState):
        handling.hand_over(asked, one, text="样例")
    with at_home(asking):
        sending.end(asking, one, reason="样例")
    with at_home(asked):
        handling.hand_over(asked, one, text="样例已办情况")
        with pytest.raises(WrongState):
            handling.report(asked, one, text="样例")
    with at_home(asking):
        assert Note.objects.get(request=one.pk).text == "样例已办情况"
    assert (told(one, house, "ended"), told(one, house, "handed_over")) == (THEIRS, OURS)
    assert make.again(asking, one).status == Status.ENDED


@pytest.mark.parametrize("kind", sorted(NEVER_BY_ITSELF))
def test_the_calendar_never_closes(kind):
    assert closing.closes_by_itself(KindVersion(kind_id="enquiry", closes_by_itself=True))
    assert not closing.closes_by_itself(KindVersion(kind_id=kind, closes_by_itself=True, made_at=timezone.now()))
