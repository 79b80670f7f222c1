from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from django_tenants.utils import schema_context

from tenants.identity.models import Handoff, Membership, Session
from tenants.identity.roles import Role
from tests.factories.desk import at_desk, visitor
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
SITE, OTHER = "nanjing.portal.localhost", "hefei.portal.localhost"
INSIDE = "/cms-entry/?next=/cms/pages/"


def parts(answer):
    address = urlsplit(answer["Refresh"].removeprefix("0; url=") if "Refresh" in answer else answer.url)
    return {name: values[0] for name, values in parse_qs(address.query).items()}


def ticket_for(desk, site):
    asked = parts(site.get(INSIDE))
    return parts(desk.post("/accounts/site/", asked))["ticket"], asked


def enter(desk, site):
    ticket, _asked = ticket_for(desk, site)
    return site.get("/cms-entry/finish/", {"ticket": ticket})


@pytest.fixture
def editor():
    return make_actor("320100", Role.EDITOR)


def is_inside(site):
    return site.get(INSIDE).url == "/cms/pages/"


def test_editor_goes_from_the_desk_to_the_site(editor):
    desk, site = at_desk(editor), visitor(SITE)
    asked = site.get(INSIDE)
    assert urlsplit(asked.url).netloc.startswith("desk.portal.localhost")
    assert desk.get("/accounts/site/", parts(asked)).status_code == 200

    answer = enter(desk, site)

    assert (answer.status_code, answer.url) == (302, "/cms/pages/")
    assert is_inside(site)
    with schema_context("u320100"):
        assert set(Group.objects.filter(user=editor.user).values_list("name", flat=True)) == {"Editors", "Moderators"}
    with schema_context("u340100"):
        assert not Group.objects.filter(user=editor.user).exists()


def test_ticket_serves_once_in_its_browser_on_its_host_for_a_minute(editor):
    desk, site, other_browser, other_site = at_desk(editor), visitor(SITE), visitor(SITE), visitor(OTHER)
    ticket, _asked = ticket_for(desk, site)
    other_browser.get(INSIDE)
    other_site.get(INSIDE)
    finish = "/cms-entry/finish/"

    assert other_browser.get(finish, {"ticket": ticket}).status_code == 400
    assert other_site.get(finish, {"ticket": ticket}).status_code == 400
    assert site.get(finish, {"ticket": ticket}).status_code == 302
    assert site.get(finish, {"ticket": ticket}).status_code == 400

    ticket, _asked = ticket_for(desk, fresh := visitor(SITE))
    with as_owner():
        Handoff.objects.filter(used_at=None).update(expires_at=timezone.now())
    assert fresh.get(finish, {"ticket": ticket}).status_code == 400


@pytest.mark.parametrize("end", ["desk signed out", "desk idle", "membership ended", "role taken", "inactive"])
def test_site_session_lives_as_long_as_desk_and_membership(editor, end):
    desk, site = at_desk(editor), visitor(SITE)
    enter(desk, site)
    assert is_inside(site)

    if end == "desk signed out":
        desk.post("/accounts/logout/")
    with as_owner():
        if end == "desk idle":
            Session.objects.filter(origin="").update(seen_at=timezone.now() - timedelta(minutes=31))
        membership = Membership.objects.filter(pk=editor.membership.pk)
        if end == "membership ended":
            membership.update(valid_until=timezone.now())
        if end == "role taken":
            membership.update(roles=[Role.MEMBER])
        if end == "inactive":
            editor.user.is_active = False
            editor.user.save()

    assert not is_inside(site)


def test_site_session_opens_nothing_on_the_desk(editor):
    desk, site = at_desk(editor), visitor(SITE)
    enter(desk, site)
    stolen = visitor()
    stolen.cookies["__Host-sid"] = site.cookies["__Host-sid"].value

    assert stolen.get("/accounts/").status_code == 302


@pytest.mark.parametrize("role", [Role.HANDLER, Role.UNIT_ADMINISTRATOR])
def test_who_does_not_edit_the_site_gets_no_ticket(role):
    desk, site = at_desk(make_actor("320100", role)), visitor(SITE)

    assert desk.post("/accounts/site/", parts(site.get(INSIDE))).status_code == 403
    with as_owner():
        assert not Handoff.objects.exists()


def test_editor_of_one_site_does_not_enter_another(editor):
    desk, site = at_desk(editor), visitor(OTHER)

    assert desk.post("/accounts/site/", parts(site.get(INSIDE))).status_code == 403


def test_work_on_the_site_keeps_the_desk_awake(editor):
    desk, site = at_desk(editor), visitor(SITE)
    enter(desk, site)
    with as_owner():
        Session.objects.update(seen_at=timezone.now() - timedelta(minutes=20))
    assert is_inside(site)

    row = Session.objects.get(origin="", user=editor.user)
    assert timezone.now() - row.seen_at < timedelta(minutes=1)


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/cms/", "/documents/"])
def test_ticket_leads_nowhere_else(editor, target):
    desk, site = at_desk(editor), visitor(SITE)
    asked = parts(site.get(INSIDE)) | {"next": target}
    ticket = parts(desk.post("/accounts/site/", asked))["ticket"]

    assert site.get("/cms-entry/finish/", {"ticket": ticket}).url == "/cms/"
