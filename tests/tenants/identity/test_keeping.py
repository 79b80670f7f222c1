"""What was typed survives the end of a session, and a second sign-in in another window."""

import re

import pytest
from django.conf import settings
from django.test import Client

from tests.factories.desk import DESK, at_desk, session_key, visitor
from tests.factories.documents import make_draft
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
REASON = "一段写了很久的<b>理由</b>。\n第二行。"
OWN = f"http://{DESK}"


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def address(author):
    return f"/documents/{make_draft(author, make_actor('320000')).public_id}/cancel/"


def careful() -> Client:
    """A browser that the check for forged forms applies to."""
    return Client(enforce_csrf_checks=True, HTTP_HOST=DESK)


def token_in(page) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]


def test_form_that_arrives_after_the_session_comes_back_whole(address):
    page = visitor().post(address, {"reason": REASON, "proof_code": "123456", "password": "geheim"})

    assert page.status_code == 403
    assert page.context["fields"] == [("reason", REASON)]
    assert "&lt;b&gt;" in page.content.decode() and "<b>理由" not in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_it_is_sent_again_after_signing_in(author, address):
    browser = careful()
    browser.get("/accounts/login/")
    first = browser.post(
        address, {"reason": REASON, "csrfmiddlewaretoken": token_in(browser.get("/accounts/login/"))}, HTTP_ORIGIN=OWN
    )
    assert first.context["is_signed_out"]
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_key(author.user, DESK, author)
    del browser.cookies[settings.CSRF_COOKIE_NAME]
    browser.get("/")  # in the other window, where the person signed in
    browser.get(address)

    second = browser.post(address, {"reason": REASON, "csrfmiddlewaretoken": token_in(first)}, HTTP_ORIGIN=OWN)
    assert (second.status_code, second.context["fields"]) == (403, [("reason", REASON)])
    third = browser.post(address, {"reason": REASON, "csrfmiddlewaretoken": token_in(second)}, HTTP_ORIGIN=OWN)
    assert third.status_code == 302


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", ""])
def test_form_of_a_stranger_is_not_offered_again(author, address, origin):
    browser = careful()
    browser.cookies[settings.SESSION_COOKIE_NAME] = session_key(author.user, DESK, author)
    headers = {"HTTP_ORIGIN": origin} if origin else {}

    page = browser.post(address, {"reason": REASON}, **headers)

    assert page.status_code == 403
    assert "理由" not in page.content.decode()


def test_nothing_typed_leads_to_sign_in(address):
    assert visitor().post(address, {"proof_code": "123456"}).status_code == 302


def test_who_is_signed_in_meets_none_of_this(author, address):
    assert at_desk(author).post(address, {"reason": REASON}).status_code == 302
