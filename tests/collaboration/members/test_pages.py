import re

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from collaboration.members import invitations
from tenants.identity.models import Invitation, Membership
from tenants.identity.roles import Role
from tests.factories.desk import at_desk, visitor
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
LONG = "Ein-langes-Wort-7"
INVITED = {"name": "测试新人", "email": "neu@portal.localhost", "roles": ["handler", "liaison"]}


def membership_of(username):
    with as_owner():
        return Membership.objects.select_related("unit").get(user__username=username)


def test_from_invitation_to_end():
    administrator = make_actor("310000", Role.UNIT_ADMINISTRATOR)
    desk = at_desk(administrator)
    assert desk.post("/members/invite/", INVITED).url == "/members/"
    assert "测试新人" in desk.get("/members/").content.decode()
    with as_owner():
        link = f"/members/join/{invitations.token_of(Invitation.objects.get().public_id)}/"

    newcomer = visitor()
    page = newcomer.get(link)
    assert str(administrator.unit) in page.content.decode()
    short = newcomer.post(link, {"username": "neuling", "password": "kurz", "again": "kurz"})
    assert short.context["form"].errors["password"]
    done = newcomer.post(link, {"username": "neuling", "password": LONG, "again": LONG})
    assert done.url == "/accounts/login/"
    assert newcomer.get(link).status_code == 404
    assert newcomer.post("/accounts/login/", {"login": "neuling", "password": LONG}).status_code == 302

    one = membership_of("neuling")
    page = f"/members/{one.public_id}/"
    desk.post(page, {"roles": ["signatory"]})
    assert membership_of("neuling").roles == ["signatory"]
    refused = desk.post(page, {"roles": ["signatory", "auditor"]})
    assert refused.context["form"].errors["roles"]
    assert desk.post(f"{page}end/", {"reason": ""}).status_code == 302
    assert membership_of("neuling").valid_until is None
    desk.post(f"{page}end/", {"reason": "调离"})
    assert membership_of("neuling").valid_until is not None
    history = desk.get("/members/history/").content.decode()
    assert history.count("<li><time>") == 4
    assert "调离" in history


def test_invitation_is_withdrawn():
    desk = at_desk(make_actor("310000", Role.UNIT_ADMINISTRATOR))
    desk.post("/members/invite/", INVITED)
    with as_owner():
        row = Invitation.objects.get()
    desk.post(f"/members/invitations/{row.public_id}/revoke/")

    assert visitor().get(f"/members/join/{invitations.token_of(row.public_id)}/").status_code == 404


@override_settings(DEMO=True)
def test_demonstration_shows_the_link_of_the_letter():
    desk = at_desk(make_actor("310000", Role.UNIT_ADMINISTRATOR))
    desk.post("/members/invite/", INVITED)
    assert re.search(r"/members/join/[0-9a-f]{64}/", desk.get("/members/").content.decode())


def test_units_below_get_their_first_administrator():
    desk = at_desk(make_actor("320000", Role.UNIT_ADMINISTRATOR))
    with as_owner():
        city = make_actor("320100", Role.HANDLER).unit
    assert str(city) in desk.get("/members/below/").content.decode()

    answer = desk.post(f"/members/below/{city.public_id}/invite/", {"name": "甲", "email": "a@b.cc"})

    assert answer.url == "/members/below/"
    with as_owner():
        assert Invitation.objects.get().unit == city
    stranger = at_desk(make_actor("310000", Role.UNIT_ADMINISTRATOR))
    assert stranger.get(f"/members/below/{city.public_id}/invite/").status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.UNIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}))
@pytest.mark.parametrize("path", ["", "invite/", "history/", "below/"])
def test_pages_are_for_administrators(role, path):
    assert at_desk(make_actor("310000", role)).get(f"/members/{path}").status_code == 403


def test_members_of_another_unit_do_not_exist():
    desk = at_desk(make_actor("310000", Role.UNIT_ADMINISTRATOR))
    foreign, own = make_actor("320000", Role.HANDLER), make_actor("310000", Role.HANDLER)

    assert desk.get(f"/members/{own.membership.public_id}/").status_code == 200
    assert desk.get(f"/members/{foreign.membership.public_id}/").status_code == 404
    assert desk.post(f"/members/{foreign.membership.public_id}/end/", {"reason": "x"}).status_code == 404


def test_security_administrator_resets_a_lost_factor():
    desk = at_desk(make_actor("310000", Role.SECURITY_ADMINISTRATOR))
    one = make_actor("310000", Role.HANDLER).membership
    assert desk.get("/members/").status_code == desk.get(f"/members/{one.public_id}/").status_code == 200
    desk.post(f"/members/{one.public_id}/clear/", {"clearance": "1"})
    desk.post(f"/members/{one.public_id}/factors/")
    desk.post(f"/members/{one.public_id}/sessions/")

    with as_owner():
        assert Membership.objects.get(pk=one.pk).clearance == 1


def test_list_takes_as_many_queries_for_three_as_for_one():
    administrator = make_actor("310000", Role.UNIT_ADMINISTRATOR)
    desk = at_desk(administrator)
    desk.get("/members/")
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            desk.get("/members/")
        counts.append(len(queries))
        make_actor("310000", Role.HANDLER)
        make_actor("310000", Role.SIGNATORY)
    assert counts[1] == counts[2] <= 15
