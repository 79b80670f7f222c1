"""From a step to mailboxes: who is written to, when, how often, and what it says."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from collaboration.documents.models import Status
from collaboration.documents.workflow import rounds
from collaboration.matters.models import Matter
from collaboration.notifications.models import Category, Notification
from collaboration.outgoing import lines, sending, unsubscribing
from collaboration.outgoing.models import Cursor, Discretion, Item, Letter, Rhythm
from collaboration.outgoing.rhythm import due_at
from tenants.identity.models import Membership
from tenants.identity.roles import Role
from tests.factories.documents import again, in_a_week, make_document
from tests.factories.people import make_actor, make_user
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def told_person(**fields: object):
    """An author, somebody with a mailbox who has just been asked for an opinion, and the document."""
    author = make_actor("310000")
    reader = make_actor("320000", user=make_user(**{"email": "reader@agency.example", "name": "王晓琳", **fields}))
    document = make_document(Status.DRAFT, author, reader)
    with author.acting():
        rounds.open_round(author, again(author, document), due_on=in_a_week())
    return author, reader, document


def choose(reader, rhythm: Rhythm) -> None:
    with reader.acting():
        unsubscribing.choose(reader.user, dict.fromkeys(Category, rhythm))


def letters(reader) -> list[Letter]:
    with reader.acting():
        return list(Letter.objects.visible_to(reader.user).order_by("made_at"))


def test_notice_is_mailed_once_however_often_the_job_runs(postmaster):
    _author, reader, document = told_person()
    choose(reader, Rhythm.AT_ONCE)

    for _run in range(3):
        sending.send_due_letters()

    (message,) = postmaster.taken
    assert (message["To"], message["Auto-Submitted"]) == ("reader@agency.example", "auto-generated")
    assert document.title in message.get_body(("plain",)).get_content()
    assert document.title in message.get_body(("html",)).get_content()
    assert [letter.state for letter in letters(reader)] == [Letter.State.SENT]


def test_mail_is_written_in_the_readers_language(postmaster):
    told = [told_person(language=language)[1] for language in ("zh-hans", "en")]
    for reader in told:
        choose(reader, Rhythm.AT_ONCE)

    sending.send_due_letters()

    greetings = [message.get_body(("plain",)).get_content().splitlines()[0] for message in postmaster.taken]
    assert greetings == ["王晓琳，您好：", "Dear 王晓琳,"]


@pytest.mark.parametrize(
    ("rhythm", "at", "due"),
    [
        (Rhythm.AT_ONCE, "2026-03-02 07:30", "2026-03-02 07:30"),
        (Rhythm.HOURLY, "2026-03-02 07:30", "2026-03-02 08:00"),
        (Rhythm.HOURLY, "2026-12-31 23:00", "2027-01-01 00:00"),
        (Rhythm.DAILY, "2026-03-02 07:30", "2026-03-02 08:00"),
        (Rhythm.DAILY, "2026-03-02 08:00", "2026-03-03 08:00"),
        (Rhythm.DAILY, "2026-12-31 09:00", "2027-01-01 08:00"),
        (Rhythm.NEVER, "2026-03-02 07:30", None),
    ],
)
def test_notices_leave_in_the_rhythm_chosen(rhythm, at, due):
    beijing = timezone.get_default_timezone()
    moment = datetime.fromisoformat(at).replace(tzinfo=beijing)

    assert due_at(rhythm, moment, hour=8) == (due and datetime.fromisoformat(due).replace(tzinfo=beijing))


def test_digest_goes_out_once_at_its_hour_and_carries_everything(postmaster):
    author, reader, _document = told_person()
    choose(reader, Rhythm.DAILY)
    sending.send_due_letters()
    with author.acting():
        rounds.open_round(author, make_document(Status.DRAFT, author, reader), due_on=in_a_week())
    sending.send_due_letters()
    assert postmaster.taken == []

    with as_owner():
        Item.objects.update(due_at=timezone.now())
    for _run in range(2):
        sending.send_due_letters()

    (message,) = postmaster.taken
    assert message["Subject"] == "2 条新通知"


def test_nothing_is_mailed_that_was_read_meanwhile(postmaster):
    _author, reader, _document = told_person()
    choose(reader, Rhythm.DAILY)
    sending.send_due_letters()
    with reader.acting():
        Notification.objects.visible_to(reader.user).update(read_at=timezone.now())
    with as_owner():
        Item.objects.update(due_at=timezone.now())

    sending.send_due_letters()

    assert postmaster.taken == []
    assert [letter.state for letter in letters(reader)] == [Letter.State.EMPTY]


@pytest.mark.parametrize("loss", ["membership", "clearance", "account"])
def test_nothing_is_mailed_that_the_person_may_no_longer_see(postmaster, loss):
    _author, reader, document = told_person()
    choose(reader, Rhythm.DAILY)
    sending.send_due_letters()
    with as_owner():
        Item.objects.update(due_at=timezone.now())
        if loss == "membership":
            Membership.objects.filter(pk=reader.membership.pk).update(valid_until=timezone.now())
        elif loss == "clearance":
            Membership.objects.filter(pk=reader.membership.pk).update(clearance=0)
            Matter.objects.filter(pk=document.pk).update(classification=1)
        else:
            type(reader.user).objects.filter(pk=reader.user.pk).update(is_active=False)

    sending.send_due_letters()

    assert postmaster.taken == []


@pytest.mark.parametrize(("code", "tells"), [("310000", -1), ("320000", -1)])
def test_titles_stay_inside_when_either_unit_says_so(postmaster, code, tells):
    _author, reader, document = told_person()
    choose(reader, Rhythm.AT_ONCE)
    administrator = make_actor(code, Role.UNIT_ADMINISTRATOR)
    with administrator.acting():
        Discretion.objects.create(unit=administrator.unit, tells=tells)

    sending.send_due_letters()

    (message,) = postmaster.taken
    assert document.title not in message.as_string()
    assert document.title not in message.get_body(("plain",)).get_content()
    assert document.title not in message.get_body(("html",)).get_content()
    assert message["Subject"] == "协作工作台上有事项待您查看"


def test_titles_of_internal_matters_are_told_only_where_the_unit_allows_it(postmaster):
    _author, reader, document = told_person()
    choose(reader, Rhythm.AT_ONCE)
    units = [make_actor(code).unit for code in ("310000", "320000")]
    with as_owner():
        Matter.objects.filter(pk=document.pk).update(classification=1)
        for unit in units:
            Discretion.objects.create(unit=unit, tells=Discretion.Tells.INTERNAL)

    sending.send_due_letters()

    assert document.title in postmaster.taken[0].get_body(("plain",)).get_content()


def test_refused_address_is_left_alone_after_three_letters_until_it_changes(postmaster):
    author, reader, _document = told_person()
    choose(reader, Rhythm.AT_ONCE)
    postmaster.recipient_answer = "550 5.1.1 no such mailbox"
    for _letter in range(4):
        sending.send_due_letters()
        with author.acting():
            rounds.open_round(author, make_document(Status.DRAFT, author, reader), due_on=in_a_week())
    assert [letter.state for letter in letters(reader)] == [Letter.State.REFUSED] * 3
    assert "no such mailbox" in letters(reader)[0].problem

    postmaster.recipient_answer = "250 OK"
    with reader.acting():
        assert lines.open_ways(reader.user) == []
        type(reader.user).objects.filter(pk=reader.user.pk).update(email="new@agency.example")
    with author.acting():
        rounds.open_round(author, make_document(Status.DRAFT, author, reader), due_on=in_a_week())
    sending.send_due_letters()

    assert [message["To"] for message in postmaster.taken] == ["new@agency.example"] * len(postmaster.taken)
    assert len(postmaster.taken) == 1


@pytest.mark.parametrize(
    "trouble", [{"recipient_answer": "451 try later"}, {"data_answer": "452 disk full"}, {"hang_up": True}]
)
def test_letter_is_tried_again_after_a_passing_trouble(postmaster, trouble):
    _author, reader, _document = told_person()
    choose(reader, Rhythm.AT_ONCE)
    calm = {name: getattr(postmaster, name) for name in trouble}
    vars(postmaster).update(trouble)
    sending.send_due_letters()
    (letter,) = letters(reader)
    assert (letter.state, letter.tries) == (Letter.State.WAITING, 1)
    assert letter.problem != ""
    vars(postmaster).update(calm)
    with as_owner():
        Letter.objects.update(next_at=timezone.now())
    sending.send_due_letters()

    assert postmaster.copies() == {f"<{letter.pk}@portal.localhost>": 1}


@pytest.mark.parametrize("trouble", [{"delay": 3}, {"hang_up": True, "take_first": True}])
def test_letter_that_was_taken_without_a_word_is_repeated_under_the_same_id(postmaster, trouble):
    _author, reader, _document = told_person()
    choose(reader, Rhythm.AT_ONCE)
    vars(postmaster).update(trouble)
    sending.send_due_letters()
    vars(postmaster).update(delay=0, hang_up=False)
    with as_owner():
        Letter.objects.update(next_at=timezone.now())

    sending.send_due_letters()

    (letter,) = letters(reader)
    assert letter.state == Letter.State.SENT
    assert set(postmaster.copies()) == {f"<{letter.pk}@portal.localhost>"}


def test_a_server_that_is_away_is_tried_once_a_run_and_nothing_is_lost(postmaster, settings):
    readers = [told_person()[1] for _number in range(3)]
    for reader in readers:
        choose(reader, Rhythm.AT_ONCE)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    sending.send_due_letters()
    assert sorted(letters(reader)[0].tries for reader in readers) == [0, 0, 1]

    settings.EMAIL_PORT = port
    with as_owner():
        Letter.objects.update(next_at=timezone.now())
    sending.send_due_letters()

    assert sorted(postmaster.copies().values()) == [1, 1, 1]


def test_letter_that_nobody_takes_for_days_is_given_up(postmaster):
    _author, reader, _document = told_person()
    choose(reader, Rhythm.AT_ONCE)
    postmaster.recipient_answer = "451 try later"
    sending.send_due_letters()
    with as_owner():
        Letter.objects.update(next_at=timezone.now(), made_at=timezone.now() - timedelta(days=6))

    sending.send_due_letters()

    assert [letter.state for letter in letters(reader)] == [Letter.State.GIVEN_UP]


def test_letters_of_long_ago_are_forgotten_and_not_sent_again(postmaster):
    _author, reader, _document = told_person()
    choose(reader, Rhythm.AT_ONCE)
    sending.send_due_letters()
    with as_owner():
        Letter.objects.update(ended_at=timezone.now() - timedelta(days=100))

    with connection.cursor() as cursor:
        cursor.execute("SELECT outgoing_forget(90)")
    sending.send_due_letters()

    assert letters(reader) == []
    assert len(postmaster.taken) == 1


def test_nobody_reads_how_others_hear_of_things():
    _author, reader, _document = told_person()
    stranger = make_actor("320000")
    choose(reader, Rhythm.AT_ONCE)
    with reader.acting():
        Cursor.objects.create(user=reader.user)

    with stranger.acting():
        assert [Cursor.objects.count(), Letter.objects.count(), Item.objects.count()] == [0, 0, 0]
