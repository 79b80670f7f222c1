import json

import pytest
from django.db import DatabaseError, connection, transaction

from collaboration.matters.models import Matter
from collaboration.matters.record import record
from collaboration.notifications.models import Notification
from collaboration.notifications.notify import Audience, notify
from tenants.audit import verification
from tenants.audit.models import Head, Record, RecordText
from tenants.audit.timeline import timeline
from tenants.identity.roles import Role
from tenants.realtime.models import Wakeup
from tests.factories.matters import make_matter
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def refused(call):
    """Whether the database refuses, leaving the transaction usable."""
    try:
        with transaction.atomic():
            call()
    except DatabaseError:
        return True
    return False


def test_acts_stand_in_a_chain_that_every_party_reads():
    author, invited, stranger = make_actor("310000"), make_actor("320000"), make_actor("330000")
    matter = make_matter(author, "320000")
    with author.acting():
        assert record(matter, "opened", version=1) == 1
    with invited.acting():
        assert record(matter, "answered", texts={"reason": "没有意见"}) == 2
        told = [(entry.number, entry.act, entry.person, entry.texts) for entry in timeline(matter.public_id)]
    assert told == [
        (2, "answered", invited.user.name, {"reason": "没有意见"}),
        (1, "opened", author.user.name, {}),
    ]
    with stranger.acting():
        assert timeline(matter.public_id) == []
    with as_owner():
        assert list(verification.breaks()) == []


def test_outsiders_and_undefined_acts_are_refused():
    author, stranger = make_actor("310000"), make_actor("330000")
    matter = make_matter(author)
    with stranger.acting():
        assert refused(lambda: record(matter, "opened"))
    with author.acting():
        assert refused(lambda: record(matter, "invented"))
    assert refused(lambda: record(matter, "opened"))
    with as_owner():
        assert Record.objects.count() == 0


def test_the_record_cannot_be_changed_even_by_its_owner():
    author = make_actor("310000")
    matter = make_matter(author)
    with author.acting():
        record(matter, "opened")
        for statement in ("UPDATE audit_record SET act = 'x'", "DELETE FROM audit_record", "TRUNCATE audit_record"):
            assert refused(lambda statement=statement: connection.cursor().execute(statement))
    with as_owner():
        for statement in ("UPDATE audit_record SET act = 'x'", "DELETE FROM audit_record", "TRUNCATE audit_record"):
            assert refused(lambda statement=statement: connection.cursor().execute(statement))


@pytest.mark.parametrize(
    ("tampering", "problem"),
    [
        ("UPDATE audit_record SET detail = '{}' WHERE number = 2", "digest"),
        ("UPDATE audit_record SET act = 'opened' WHERE number = 2", "digest"),
        ("UPDATE audit_record SET user_id = NULL WHERE number = 3", "digest"),
        ("DELETE FROM audit_record WHERE number = 2", "gap"),
        ("DELETE FROM audit_record WHERE number = 3", "head"),
        ("UPDATE audit_record SET number = number + 10 WHERE number = 3", "gap"),
        ("UPDATE audit_recordtext SET text = 'another'", "text"),
        ("DELETE FROM audit_head", "headless"),
    ],
)
def test_tampering_is_found(tampering, problem):
    author = make_actor("310000")
    matter = make_matter(author)
    with author.acting():
        record(matter, "opened", version=1)
        record(matter, "answered", version=2, texts={"reason": "as agreed"})
        record(matter, "answered", version=3)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_record DISABLE TRIGGER append_only")
        cursor.execute(tampering)
        assert problem in {found.problem for found in verification.breaks()}


def test_erased_text_leaves_the_chain_whole():
    author = make_actor("310000")
    matter = make_matter(author)
    with author.acting():
        record(matter, "answered", texts={"reason": "a personal matter"})
    with as_owner():
        RecordText.objects.update(text=None)
        assert list(verification.breaks()) == []
        detail = json.loads(Record.objects.get().detail)
        assert len(detail["reason_digest"]) == 64
        assert Head.objects.get().number == 1


def test_notices_reach_the_declared_people_once_per_unit_and_nobody_else():
    author, signatory = make_actor("310000"), make_actor("320000", Role.SIGNATORY)
    keeper = make_actor("320000", Role.SEAL_KEEPER)
    auditor, low = make_actor("320000", Role.AUDITOR), make_actor("320000", Role.SIGNATORY, clearance=0)
    stranger = make_actor("330000", Role.SIGNATORY)
    matter = make_matter(author, "320000", classification=1)
    with author.acting():
        record(matter, "opened")
        audience = [
            Audience(signatory.unit, [Role.SIGNATORY, Role.AUDITOR]),
            Audience(signatory.unit, [Role.SIGNATORY]),
            Audience(author.unit, [Role.HANDLER]),
            Audience(stranger.unit, [Role.SIGNATORY]),
        ]
        assert notify(matter, "opened", audience) == 1
    with signatory.acting():
        notice = Notification.objects.get()
        told = (notice.number, notice.unit_id, notice.reason, notice.act)
        assert told == (1, signatory.unit.pk, "signatory", "opened")
    for other in (author, keeper, auditor, low, stranger):
        with other.acting():
            assert Notification.objects.count() == 0
    with as_owner():
        assert Wakeup.objects.get().users == [signatory.user.pk]
        assert Wakeup.objects.get().parties == [author.unit.pk, signatory.unit.pk]


def test_nothing_is_told_that_was_not_recorded():
    author = make_actor("310000")
    matter = make_matter(author, "320000")
    with author.acting():
        assert refused(lambda: notify(matter, "opened", [Audience(author.unit, [Role.HANDLER])]))
        assert notify(matter, "opened", []) == 0


def test_only_registered_steps_are_taken():
    author, invited = make_actor("310000"), make_actor("320000")
    matter = make_matter(author, "320000")

    def move(state):
        return lambda: Matter.objects.filter(pk=matter.pk).update(state=state)

    with invited.acting():
        assert refused(move("sent"))
    with author.acting():
        assert refused(move("done"))
        assert move("sent")() == 1
        assert refused(lambda: Matter.objects.filter(pk=matter.pk).update(parties=[1, 2, 3]))
    with invited.acting():
        assert move("done")() == 1
        assert refused(move("draft"))
