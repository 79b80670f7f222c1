import json
from urllib.parse import urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa

from portal.settings.single_sign_on import origins, providers
from tenants.identity.models import User
from tests.factories.desk import at_desk, signed_in, visitor
from tests.factories.people import PASSWORD, make_actor
from tests.ownership import as_owner
from tests.tenants.identity.authenticators import App
from tests.tenants.identity.provider import CLIENT, SECRET, running

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/oidc/agency/login/"


@pytest.fixture(scope="module")
def agency():
    with running() as provider:
        yield provider


@pytest.fixture
def configured(agency, settings, tmp_path):
    """The portal, told of the provider by the file an operator writes."""

    def tell(match=""):
        listed = {"id": "agency", "name": "机关统一认证", "issuer": agency.issuer}
        listed |= {"client_id": CLIENT, "secret": SECRET}
        path = tmp_path / "oidc.json"
        path.write_text(json.dumps({"providers": [{**listed, "match": match}]}))
        settings.SOCIALACCOUNT_PROVIDERS = providers(path)

    agency.person = {"sub": "u-1", "preferred_username": "somebody", "name": "某人"}
    agency.signing_key, agency.audience, agency.lifetime = agency.key, CLIENT, 300
    tell()
    return tell


def through_the_provider(browser, **query):
    """Follow the browser to the provider and back."""
    leaving = browser.get(LOGIN, query)
    assert leaving.status_code == 302, leaving.content
    back = urlsplit(requests.get(leaving.url, allow_redirects=False, timeout=5).headers["Location"])
    assert back.path == f"{LOGIN}callback/"
    return browser.get(f"{back.path}?{back.query}")


def is_in(browser):
    return browser.get("/accounts/2fa/").status_code == 200


def test_login_page_offers_the_provider(configured):
    assert LOGIN in visitor().get("/accounts/login/").content.decode()


def test_forms_may_lead_to_the_provider_and_nowhere_else(tmp_path):
    path = tmp_path / "oidc.json"
    assert origins(path) == []
    path.write_text(json.dumps({"providers": [{"issuer": "https://id.example:8443/realms/a"}]}))

    assert origins(path) == ["https://id.example:8443"]


def test_stranger_gets_no_account(configured):
    browser = visitor()
    answer = through_the_provider(browser)

    assert answer.status_code == 403
    assert not is_in(browser)
    assert not User.objects.filter(username="somebody").exists()


def test_linked_person_signs_in_and_still_owes_the_second_factor(configured):
    actor = make_actor("310000")
    browser = signed_in(actor.user)
    asked = browser.get(LOGIN, {"process": "connect"})
    browser.post(asked.url, {"password": PASSWORD})
    through_the_provider(browser, process="connect")
    assert SocialAccount.objects.get().user == actor.user

    plain = visitor()
    assert through_the_provider(plain).status_code == 302
    assert plain.get("/accounts/").url.endswith("/accounts/2fa/")
    app = App(actor.user)
    careful = visitor()
    assert through_the_provider(careful).url == "/accounts/2fa/authenticate/"
    assert not is_in(careful)
    careful.post("/accounts/2fa/authenticate/", {"code": app.code()})
    assert careful.get("/accounts/").wsgi_request.actor == actor


def test_link_is_made_only_by_its_owner_with_the_password(configured):
    browser = at_desk(make_actor("310000"))
    assert browser.get(LOGIN, {"process": "connect"}).url.startswith("/accounts/reauthenticate/")
    assert not SocialAccount.objects.exists()


def test_user_name_of_the_provider_counts_only_where_the_installation_says_so(configured, agency):
    actor = make_actor("310000")
    agency.person = {**agency.person, "preferred_username": actor.user.username}
    assert through_the_provider(visitor()).status_code == 403

    configured(match="preferred_username")
    browser = visitor()
    assert through_the_provider(browser).status_code == 302
    assert is_in(browser)


def test_closed_account_stays_closed(configured, agency):
    actor = make_actor("310000")
    agency.person = {**agency.person, "preferred_username": actor.user.username}
    configured(match="preferred_username")
    through_the_provider(visitor())
    with as_owner():
        User.objects.filter(pk=actor.user.pk).update(is_active=False)
    browser = visitor()
    through_the_provider(browser)
    assert not is_in(browser)


@pytest.mark.parametrize("fault", ["other key", "other audience", "expired", "other state", "used code"])
def test_spoilt_answer_signs_nobody_in(configured, agency, fault):
    actor = make_actor("310000")
    agency.person = {**agency.person, "preferred_username": actor.user.username}
    configured(match="preferred_username")
    if fault == "other key":
        agency.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    if fault == "other audience":
        agency.audience = "another"
    if fault == "expired":
        agency.lifetime = -60
    browser = visitor()
    leaving = browser.get(LOGIN)
    back = urlsplit(requests.get(leaving.url, allow_redirects=False, timeout=5).headers["Location"])
    query = back.query
    if fault == "other state":
        query = query[:-4] + "XXXX"
    if fault == "used code":
        agency.codes.clear()

    browser.get(f"{back.path}?{query}")

    assert not is_in(browser)


def test_unreachable_provider_is_said(configured, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    answer = visitor().get(LOGIN)
    assert answer.status_code in (200, 302, 503)
    assert visitor().get("/accounts/oidc/unknown/login/").status_code == 404
