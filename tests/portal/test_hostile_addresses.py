"""Addresses that no page has are refused without an error, on every kind of host."""

import pytest

from collaboration.assistance.models import SavedView
from tenants.identity.roles import Role
from tests.factories.desk import at_desk, visitor
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
ON_SITES = (
    "/%00/", "/en/%00", "/media/alliance/images/%00.png", "/media/alliance/images/" + "a" * 300, "/documents/?q=%00",
    "/documents/feed.rss?unit=%00", "/search/?q=%00", "/verify/?code=%00", "/cms-entry/finish/?ticket=%00",
    "/sitemap-documents-99999999999999999999.xml", "/documents/?page=99999999999999999999",
)  # fmt: skip
ON_THE_DESK = ("/%00", "/units/?q=%00", "/documents/?q=%00", "/accounts/oidc/%00/login/", "/accounts/login/?next=%00")
POSTED = (
    ("/accounts/sessions/end/", {"session": "nothing"}),
    ("/accounts/sessions/end/", {"session": "\0"}),
    ("/accounts/switch/", {"membership": "\0", "next": "\0"}),
    ("/accounts/site/", {"host": "sh.portal.localhost", "state": "\0", "next": "/cms/"}),
    ("/accounts/site/", {"host": "sh.portal.localhost", "state": "a" * 65, "next": "/cms/"}),
    ("/accounts/site/", {"host": "sh.portal.localhost", "state": "a", "next": "/cms/\0"}),
)


def patient(browser):
    browser.raise_request_exception = False
    return browser


@pytest.mark.parametrize("path", ON_SITES)
def test_sites(path):
    assert patient(visitor("portal.localhost")).get(path).status_code < 500


@pytest.mark.parametrize("path", ON_THE_DESK)
def test_desk(path):
    for browser in (visitor(), at_desk(make_actor("310000"))):
        assert patient(browser).get(path).status_code < 500


@pytest.mark.parametrize(("path", "data"), POSTED)
def test_forms(path, data):
    assert patient(at_desk(make_actor("310000", Role.EDITOR))).post(path, data).status_code < 500


def test_zero_bytes_leave_a_form_and_nothing_else_does():
    actor = make_actor("310000", Role.HANDLER)
    browser = patient(at_desk(actor))
    browser.post("/assistance/views/", {"name": "甲\0乙 ", "query": "order=%00&q=%00"})
    with actor.acting():
        assert [view.name for view in SavedView.objects.filter(user=actor.user)] == ["甲乙"]
