"""Who is told of an act, why, and in which order; and that nobody keeps what they may no longer see."""

import pytest
from django.utils import timezone

from collaboration.matters.models import Party
from collaboration.matters.record import record
from collaboration.notifications import inbox, marking
from collaboration.notifications.models import Category, Notification
from collaboration.notifications.notify import Audience, notify
from tenants.identity.models import Membership
from tenants.identity.roles import Role
from tenants.realtime.models import Wakeup
from tests.factories.matters import make_matter
from tests.factories.people import make_actor, make_user
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


def tell(author, matter, *audience, **options):
    with author.acting():
        record(matter, "opened")
        return notify(matter, "opened", audience, **options)


def told(actor):
    """What the person finds in the inbox: number, reason and category."""
    with actor.acting():
        found = Notification.objects.visible_to(actor.user).order_by("number")
        return list(found.values_list("number", "reason", "category"))


def test_each_person_is_told_once_for_the_strongest_reason():
    author = make_actor("310000")
    signatory, keeper = make_actor("320000", Role.SIGNATORY), make_actor("320000", Role.SEAL_KEEPER)
    liaison, member = make_actor("320000", Role.LIAISON), make_actor("320000", Role.MEMBER)
    matter = make_matter(author, "320000")
    with member.acting():
        marking.follow(member, matter)
    with signatory.acting():
        marking.follow(signatory, matter)

    audience = Audience(
        signatory.unit, [Role.SIGNATORY], users=[keeper.user, signatory.user], secondary=[Role.LIAISON, Role.SIGNATORY]
    )
    assert tell(author, matter, audience, category=Category.ACTION) == 4

    assert told(signatory) == [(1, "signatory", "action")]
    assert told(keeper) == [(1, "named", "action")]
    assert told(liaison) == [(1, "secondary", "information")]
    assert told(member) == [(1, "follower", "followed")]


def test_followers_hear_of_every_act_unless_it_is_not_for_them():
    author, follower = make_actor("310000"), make_actor("320000", Role.MEMBER)
    matter = make_matter(author, "320000")
    with follower.acting():
        marking.follow(follower, matter)

    tell(author, matter, Audience(author.unit, [Role.HANDLER]))
    tell(author, matter, Audience(author.unit, [Role.HANDLER]), followers=False)
    with author.acting():
        record(matter, "opened")
        assert notify(matter, "opened", []) == 0

    assert told(follower) == [(1, "follower", "followed")]


def test_muted_matter_is_put_away_unseen_and_wakes_nobody():
    author, reader = make_actor("310000"), make_actor("320000", Role.HANDLER)
    matter = make_matter(author, "320000")
    tell(author, matter, Audience(reader.unit, [Role.HANDLER]))
    with reader.acting():
        assert inbox.bell(reader.user) == inbox.Bell(unread=1, last=1)
        marking.mute(reader, matter)
        assert inbox.bell(reader.user) == inbox.Bell(unread=0, last=1)

    tell(author, matter, Audience(reader.unit, [Role.HANDLER]))

    with reader.acting():
        assert inbox.bell(reader.user) == inbox.Bell(unread=0, last=2)
        assert Notification.objects.visible_to(reader.user).done().count() == 2
    with as_owner():
        assert Wakeup.objects.latest("pk").users == []


@pytest.mark.parametrize("loss", ["membership", "role", "clearance", "party", "account"])
def test_what_a_person_may_no_longer_see_is_neither_shown_nor_counted(loss):
    author, reader = make_actor("310000"), make_actor("320000", Role.HANDLER)
    matter = make_matter(author, "320000", classification=1)
    tell(author, matter, Audience(reader.unit, [Role.HANDLER]))
    assert told(reader) == [(1, "handler", "progress")]

    with as_owner():
        membership = Membership.objects.filter(pk=reader.membership.pk)
        match loss:
            case "membership":
                membership.update(valid_until=timezone.now())
            case "role":
                membership.update(roles=[Role.EDITOR])
            case "clearance":
                membership.update(clearance=0)
            case "party":
                Party.objects.filter(matter=matter).delete()
            case "account":
                type(reader.user).objects.filter(pk=reader.user.pk).update(is_active=False)

    assert told(reader) == []
    with reader.acting():
        assert inbox.bell(reader.user) == inbox.Bell(unread=0, last=0)
        assert Notification.objects.all().update(read_at=timezone.now()) == 0


def test_nobody_reads_or_marks_notices_of_others():
    author, reader, colleague = make_actor("310000"), make_actor("320000"), make_actor("320000")
    matter = make_matter(author, "320000")
    tell(author, matter, Audience(reader.unit, users=[reader.user]))

    with colleague.acting():
        assert Notification.objects.count() == 0
        assert Notification.objects.filter(user=reader.user).update(read_at=timezone.now()) == 0
    assert told(reader) == [(1, "named", "progress")]


def test_inbox_spans_all_units_and_each_title_is_read_there():
    author, person = make_actor("310000"), make_user()
    one, two = make_actor("320000", Role.HANDLER, user=person), make_actor("330000", Role.SIGNATORY, user=person)
    matter = make_matter(author, "320000", "330000")
    tell(author, matter, Audience(one.unit, [Role.HANDLER]), Audience(two.unit, [Role.SIGNATORY]))

    for actor in (one, two):
        with actor.acting():
            memberships = [one.membership, two.membership]
            found = inbox.tell(Notification.objects.visible_to(person).select_related("unit"), memberships)
            assert [(notice.unit, notice.title) for notice in found] == [(two.unit, "Example"), (one.unit, "Example")]
            assert [notice.number for notice in found] == [2, 1]
