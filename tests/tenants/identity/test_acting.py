from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.db import connection
from django.utils import timezone

from tenants.db.context import acting
from tenants.identity.models import Membership, Session
from tenants.identity.roles import Role
from tenants.identity.sessions import SessionStore
from tenants.identity.sockets import actor_of
from tests.factories.desk import DESK, at_desk, signed_in, visitor
from tests.factories.people import make_actor, make_user
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
PAGE = "/accounts/"


def test_visitor_is_led_to_sign_in():
    answer = visitor().get("/")

    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/")


def test_only_membership_is_chosen_by_itself():
    actor = make_actor("310000")

    answer = signed_in(actor.user).get(PAGE)

    assert answer.status_code == 200
    assert answer.wsgi_request.actor.unit == actor.unit
    assert (acting().user_id, connection.schema_name) == (None, "public")


def test_with_two_units_one_is_chosen_and_can_be_changed():
    first = make_actor("310000")
    second = make_actor("320000", user=first.user)
    browser = signed_in(first.user)

    asked = browser.get("/notices/")
    assert (asked.status_code, asked.url) == (302, "/accounts/unit/?next=%2Fnotices%2F")
    page = browser.get(asked.url)
    assert {str(m.unit) for m in page.context["memberships"]} == {str(first.unit), str(second.unit)}
    assert page.wsgi_request.actor is None

    for actor in (second, first):
        browser.post("/accounts/switch/", {"membership": actor.membership.public_id, "next": "/"})
        assert browser.get(PAGE).wsgi_request.actor.unit == actor.unit


def test_nobody_acts_through_the_membership_of_another():
    actor, stranger = make_actor("310000"), make_actor("320000")
    browser = at_desk(actor)

    browser.post("/accounts/switch/", {"membership": stranger.membership.public_id})

    assert browser.get(PAGE).wsgi_request.actor.unit == actor.unit


def test_switch_goes_nowhere_else():
    actor = make_actor("310000")
    browser = at_desk(actor)
    for target in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        answer = browser.post("/accounts/switch/", {"membership": actor.membership.public_id, "next": target})
        assert answer.url == "/"


@pytest.mark.parametrize("change", ["ended", "not yet", "inactive"])
def test_membership_counts_only_while_it_holds(change):
    actor = make_actor("310000")
    browser = at_desk(actor)
    assert browser.get(PAGE).status_code == 200
    now = timezone.now()
    with as_owner():
        if change == "ended":
            Membership.objects.filter(pk=actor.membership.pk).update(valid_until=now)
        elif change == "not yet":
            Membership.objects.filter(pk=actor.membership.pk).update(valid_from=now + timedelta(days=1))
        else:
            actor.user.is_active = False
            actor.user.save()

    answer = browser.get("/notices/")

    assert answer.status_code == 302
    assert answer.wsgi_request.actor is None


def test_session_counts_on_its_own_host_alone():
    actor = make_actor("310000")
    browser = at_desk(actor)
    key = browser.cookies["__Host-sid"].value
    assert browser.get(PAGE, HTTP_HOST="desk.portal.localhost:8000").status_code == 302

    for host, found in ((DESK, True), ("sh.portal.localhost", False), ("portal.localhost", False)):
        assert (SESSION_KEY in SessionStore.bound(host=host)(key)) == found


@pytest.mark.parametrize(("role", "minutes"), [(Role.HANDLER, 30), (Role.SIGNATORY, 15), (Role.SEAL_KEEPER, 15)])
def test_idle_session_ends(role, minutes):
    actor = make_actor("310000", role)
    browser = at_desk(actor)
    now = timezone.now()
    with as_owner():
        Session.objects.update(seen_at=now - timedelta(minutes=minutes) + timedelta(seconds=20))
    assert browser.get(PAGE).status_code == 200
    with as_owner():
        Session.objects.update(seen_at=now - timedelta(minutes=minutes))
    assert browser.get(PAGE).status_code == 302
    assert not Session.objects.filter(user=actor.user).exists()


def test_database_keeps_no_key_that_opens_a_session():
    browser = signed_in(make_user())
    key = browser.cookies["__Host-sid"].value

    assert not Session.objects.filter(pk=key).exists()
    assert Session.objects.count() == 1


def test_other_sessions_are_listed_and_ended():
    actor = make_actor("310000")
    here, there, elsewhere = (at_desk(actor) for _ in range(3))
    stranger = at_desk(make_actor("320000"))
    page = here.get("/accounts/")
    assert len(page.context["sessions"]) == 3

    other = Session.objects.filter(user=actor.user).exclude(pk=page.context["this_session"].pk).first()
    foreign = Session.objects.exclude(user=actor.user).get()
    here.post("/accounts/sessions/end/", {"session": foreign.public_id})
    here.post("/accounts/sessions/end/", {"session": other.public_id})
    assert Session.objects.filter(user=actor.user).count() == 2
    here.post("/accounts/sessions/end/")

    assert here.get(PAGE).status_code == 200
    assert stranger.get(PAGE).status_code == 200
    assert [browser.get(PAGE).status_code for browser in (there, elsewhere)] == [302, 302]


def test_socket_follows_the_session_and_the_membership():
    actor = make_actor("310000")
    browser = at_desk(actor)
    key = browser.cookies["__Host-sid"].value
    assert actor_of(key, DESK) == actor

    assert actor_of(key, "sh.portal.localhost") is None
    assert actor_of("unknown", DESK) is None
    with as_owner():
        Membership.objects.filter(pk=actor.membership.pk).update(valid_until=timezone.now())
    assert actor_of(key, DESK) is None


@pytest.mark.parametrize("end", ["signed out", "inactive", "new password", "idle"])
def test_socket_of_an_ended_session_has_no_actor(end):
    actor = make_actor("310000")
    browser = at_desk(actor)
    key = browser.cookies["__Host-sid"].value
    if end == "signed out":
        browser.post("/accounts/logout/")
    with as_owner():
        if end == "inactive":
            actor.user.is_active = False
        if end == "new password":
            actor.user.set_password("another long password 1")
        actor.user.save()
        if end == "idle":
            Session.objects.update(seen_at=timezone.now() - timedelta(minutes=15))

    assert actor_of(key, DESK) is None


def test_memberships_of_one_unit_count_together():
    own = make_actor("310000", Role.EDITOR, clearance=0)
    with as_owner():
        Membership.objects.filter(pk=own.membership.pk).update(valid_until=timezone.now() + timedelta(days=3))
    delegated = make_actor("310000", Role.SIGNATORY, user=own.user, clearance=1)

    with delegated.acting(), connection.cursor() as cursor:
        cursor.execute("SELECT acting_unit(), acting_clearance(), acting_has('signatory'), acting_has('handler')")
        assert cursor.fetchone() == (own.unit.pk, 1, True, False)
