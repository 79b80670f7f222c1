"""Nothing is sent to a telephone before its owner has repeated a code that went there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.notifications.models import Category, Notification
from collaboration.outgoing import lines, sending
from collaboration.outgoing.models import Line, Way
from tests.collaboration.outgoing.test_mail import letters, told_person
from tests.collaboration.outgoing.test_ways import USERS, code_in, services  # noqa: F401 - a fixture
from tests.factories.desk import at_desk
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
PATH, FORM = "/mail/ways/sms/", {"address": USERS["sms"], "categories": ["action"]}


@pytest.fixture
def reader(services):  # noqa: F811 - the fixture
    """Somebody who waits to be told, and has just entered a number."""
    _author, reader, _document = told_person(email="")
    with as_owner():
        Notification.objects.filter(user=reader.user).update(category=Category.ACTION)
    assert at_desk(reader).post(PATH, FORM).url == f"{PATH}confirm/"
    return reader


def change(**fields) -> None:
    with as_owner():
        Line.objects.update(**fields)


def refusals(answer) -> tuple[int, list[str]]:
    return answer.status_code, answer.context["form"].errors.get("code", [])


def test_until_the_code_is_repeated_only_the_code_is_sent(services, reader):  # noqa: F811
    sending.send_due_letters()
    assert (len(services.heard), letters(reader)) == (1, [])
    assert USERS["sms"] in at_desk(reader).get("/mail/").content.decode()

    assert at_desk(reader).post(f"{PATH}confirm/", {"code": code_in(services.heard[0][2])}).status_code == 302

    with reader.acting():
        assert lines.open_ways(reader.user) == [Way.SMS]
    assert at_desk(reader).get(f"{PATH}confirm/").status_code == 302
    assert at_desk(reader).post(PATH, FORM).url == "/mail/"
    assert len(services.heard) == 1


def test_wrong_codes_are_counted_and_end_the_right_one(services, reader):  # noqa: F811
    right = code_in(services.heard[0][2])
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    browser = at_desk(reader)

    said = [refusals(browser.post(f"{PATH}confirm/", {"code": wrong})) for _try in range(5)]
    assert [status for status, _words in said] == [422] * 5
    assert ["4" in said[0][1][0], "1" in said[3][1][0]] == [True, True]
    assert said[4][1] == refusals(browser.post(f"{PATH}confirm/", {"code": right}))[1]
    assert refusals(browser.post(f"{PATH}confirm/", {"code": "12 34"}))[0] == 422
    with reader.acting():
        assert lines.open_ways(reader.user) == []


def test_a_code_ends_after_ten_minutes(services, reader):  # noqa: F811
    change(code_sent_at=timezone.now() - timedelta(minutes=11))

    status, words = refusals(at_desk(reader).post(f"{PATH}confirm/", {"code": code_in(services.heard[0][2])}))

    assert (status, len(words)) == (422, 1)


def test_codes_are_sent_once_a_minute_and_five_times_a_day(services, reader):  # noqa: F811
    browser = at_desk(reader)
    browser.post(f"{PATH}code/")
    assert len(services.heard) == 1
    for _more in range(6):
        change(code_sent_at=timezone.now() - timedelta(minutes=2))
        browser.post(f"{PATH}code/")
    assert len(services.heard) == 5
    change(codes_since=timezone.now() - timedelta(days=2), code_sent_at=timezone.now() - timedelta(days=2))
    browser.post(f"{PATH}code/")
    assert len(services.heard) == 6


def test_a_code_serves_for_the_number_it_went_to_alone(services, reader):  # noqa: F811
    code = code_in(services.heard[0][2])
    browser = at_desk(reader)
    browser.post(PATH, {**FORM, "address": "13900139000"})

    assert refusals(browser.post(f"{PATH}confirm/", {"code": code}))[0] == 422


def test_a_changed_number_is_confirmed_anew_even_for_what_waits(services, reader):  # noqa: F811
    change(confirmed_address=USERS["sms"])
    with reader.acting():
        lines.enter(reader.user, Way.SMS, "13900139000")
        assert lines.address(reader.user, Way.SMS) == ""
    sending.send_due_letters()
    assert len(services.heard) == 1


@pytest.mark.parametrize("refusal", [{"code": "invalid_number"}, {"code": "busy"}])
def test_a_service_that_refuses_is_told_of(services, reader, refusal):  # noqa: F811
    services.refusal = refusal
    change(code_sent_at=None)

    answer = at_desk(reader).post(f"{PATH}code/", follow=True)

    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_nobody_confirms_what_was_never_entered(services):  # noqa: F811
    _author, other, _document = told_person()
    browser = at_desk(other)
    assert browser.get(f"{PATH}confirm/").url == PATH
    assert browser.post(f"{PATH}code/").status_code == 302
    assert [browser.get(f"/mail/ways/fax/{page}").status_code for page in ("", "confirm/")] == [404, 404]
    assert services.heard == []
