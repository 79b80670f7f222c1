import pytest
from django.core.management import call_command

from tenants.audit.models import Record
from tenants.identity import demo, startup
from tenants.identity.models import Installation, Membership
from tenants.identity.roles import Role
from tests.factories.desk import visitor
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
PAGE = "/accounts/"


@pytest.fixture
def people(settings):
    settings.DEMO = True
    with as_owner():
        Installation.objects.update(mode=Installation.Mode.DEMO)
        return demo.make_people()


def test_every_role_of_a_few_units_has_somebody(people):
    held = {}
    for membership in people:
        held.setdefault(membership.unit.code, set()).update(membership.roles)

    assert held["310000"] == set(Role)
    assert held["office"] == set(Role) - {Role.SIGNATORY, Role.SEAL_KEEPER, Role.APPROVER}
    assert all("演示" in membership.user.name and membership.user.is_demo for membership in people)
    in_two = [m.user for m in people if len({o.unit_id for o in people if o.user_id == m.user_id}) == 2]
    assert {user.username for user in in_two} == {"nanjing-handler"}


def test_making_them_again_changes_nothing(people):
    with as_owner():
        before = Membership.objects.count(), Record.objects.count()
        demo.make_people()
        assert (Membership.objects.count(), Record.objects.count()) == before


def test_one_click_makes_you_somebody(people):
    browser = visitor()
    assert people[-1].user.name in browser.get("/demo/").content.decode()
    for membership in (people[0], people[-1]):
        browser.post("/demo/sign-in/", {"membership": membership.public_id})
        request = browser.get(PAGE).wsgi_request
        assert (request.user, request.actor.unit) == (membership.user, membership.unit)


def test_password_of_the_banner_signs_in(people):
    browser = visitor()
    assert browser.get("/accounts/login/").context["demo_password"] == demo.PASSWORD

    answer = browser.post("/accounts/login/", {"login": "sh-handler", "password": demo.PASSWORD})

    assert (answer.status_code, answer.url) == (302, "/")


def test_nobody_real_is_offered(people):
    real = make_actor("310000")
    browser = visitor()
    assert real.user.name not in browser.get("/demo/").content.decode()
    assert browser.post("/demo/sign-in/", {"membership": real.membership.public_id}).status_code == 404


def test_outside_demonstrations_there_is_no_such_page(people, settings):
    settings.DEMO = False
    assert visitor().get("/demo/").status_code == 404
    settings.DEMO = True
    with as_owner():
        Installation.objects.update(mode=Installation.Mode.PRODUCTION)
    assert visitor().get("/demo/").status_code == 404
    with as_owner(), pytest.raises(RuntimeError):
        demo.make_people()


def test_command_lists_everybody(people, capsys):
    call_command("demo_identities")
    listed = capsys.readouterr().out
    assert "sh-signatory" in listed
    assert demo.PASSWORD in listed


@pytest.mark.parametrize(
    ("is_demo", "mode", "objection"),
    [(True, "demo", None), (True, "production", "production portal"), (False, "demo", "made for a demonstration")],
)
def test_demonstration_stays_one(people, settings, is_demo, mode, objection):
    settings.DEMO, settings.MODE = is_demo, "demo" if is_demo else "production"
    with as_owner():
        Installation.objects.update(mode=mode)
    found = " ".join(startup.objections())
    assert (objection in found) if objection else ("demonstration" not in found)


def test_production_refuses_demonstration_identities(people, settings):
    settings.DEMO, settings.MODE = False, "production"
    with as_owner():
        Installation.objects.update(mode=Installation.Mode.PRODUCTION)
    assert "This database holds demonstration identities." in list(startup.objections())


def test_login_that_may_become_the_owner_is_refused():
    assert any("owner" in sentence for sentence in startup.objections())
