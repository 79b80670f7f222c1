import os
import re
import statistics
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as configured
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from tenants.audit.models import Record
from tenants.identity import tasks
from tenants.identity.models import ActChallenge, Counter, Handoff, Session, User
from tenants.identity.roles import Role
from tenants.identity.sessions import digest_of
from tests.factories.desk import DESK, at_desk, signed_in, visitor
from tests.factories.people import PASSWORD, make_actor, make_user
from tests.ownership import as_owner
from tests.tenants.identity.authenticators import App, Passkey

pytestmark = pytest.mark.django_db
FULL = bool(os.environ.get("PORTAL_PROVE"))
PAGE = "/accounts/"
NEW = "Ein-langes-Wort-7"


def sign_in(browser, name, password=PASSWORD, **extra):
    return browser.post("/accounts/login/", {"login": name, "password": password}, **extra)


def is_in(browser):
    return browser.get("/accounts/2fa/").status_code == 200


def account_acts(user):
    with as_owner():
        return list(Record.objects.filter(chain=user.public_id).order_by("number").values_list("act", flat=True))


def test_password_opens_nothing_but_the_way_to_a_second_factor():
    actor = make_actor("310000")
    browser = visitor()
    assert sign_in(browser, actor.user.username).status_code == 302

    for path in ("/", "/accounts/", "/notices/", "/members/", "/accounts/unit/"):
        assert browser.get(path).url == reverse("mfa_index", "portal.urls.desk")
    assert browser.get("/accounts/2fa/").status_code == 200
    assert account_acts(actor.user) == ["signed_in"]


def test_authenticator_app_is_set_up_and_then_asked_for(django_capture_on_commit_callbacks):
    actor = make_actor("310000")
    browser = visitor()
    sign_in(browser, actor.user.username)
    setup = "/accounts/2fa/totp/activate/"
    asked = browser.get(setup)
    assert asked.url.startswith("/accounts/reauthenticate/")
    browser.post(asked.url, {"password": PASSWORD})
    page = browser.get(setup)
    app = App.__new__(App)
    app.secret = page.context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(setup, {"code": app.code()}).status_code == 302
    stored = Authenticator.objects.get(user=actor.user, type="totp").data["secret"]
    assert app.secret not in stored
    assert browser.get(PAGE).status_code == 200

    again = visitor()
    assert sign_in(again, actor.user.username).url == "/accounts/2fa/authenticate/"
    assert again.get(PAGE).status_code == 302
    with freeze_time(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60))):
        again.post("/accounts/2fa/authenticate/", {"code": app.code()})
        assert again.get(PAGE).status_code == 200
    assert account_acts(actor.user) == ["signed_in", "factor_added", "factor_added", "signed_in"]


@pytest.mark.parametrize("steps", [-2, 2])
def test_code_of_another_minute_is_refused(steps):
    actor = make_actor("310000")
    app = App(actor.user)
    browser = visitor()
    sign_in(browser, actor.user.username)
    browser.post("/accounts/2fa/authenticate/", {"code": app.code(steps)})
    assert not is_in(browser)


def test_code_serves_one_browser():
    actor = make_actor("310000")
    app = App(actor.user)
    first, second = visitor(), visitor()
    for browser in (first, second):
        sign_in(browser, actor.user.username)
    code = app.code()
    for browser in (first, second):
        browser.post("/accounts/2fa/authenticate/", {"code": code})
    assert (is_in(first), is_in(second)) == (True, False)


def test_codes_are_not_guessed():
    actor = make_actor("310000")
    app = App(actor.user)
    for _ in range(5):
        browser = visitor()
        sign_in(browser, actor.user.username)
        browser.post("/accounts/2fa/authenticate/", {"code": "000000"})
    browser.post("/accounts/2fa/authenticate/", {"code": app.code()})
    assert not is_in(browser)


def test_recovery_code_serves_once():
    actor = make_actor("310000")
    App(actor.user)
    browser = signed_in(actor.user)
    asked = browser.get("/accounts/2fa/recovery-codes/generate/")
    browser.post(asked.url, {"password": PASSWORD})
    browser.post("/accounts/2fa/recovery-codes/generate/")
    shown = browser.get("/accounts/2fa/recovery-codes/")
    code = shown.context["unused_codes"][0]
    results = []
    for _ in range(2):
        other = visitor()
        sign_in(other, actor.user.username)
        other.post("/accounts/2fa/authenticate/", {"code": code})
        results.append(is_in(other))
    assert results == [True, False]


def test_passkey_alone_signs_in():
    actor = make_actor("310000")
    passkey = Passkey(actor.user)
    browser = visitor()
    options = browser.get("/accounts/2fa/webauthn/login/", HTTP_X_REQUESTED_WITH="XMLHttpRequest").json()
    assert options["request_options"]["publicKey"]["rpId"] == DESK

    browser.post("/accounts/2fa/webauthn/login/", {"credential": passkey.answer(options["request_options"])})

    assert browser.get(PAGE).wsgi_request.actor == actor
    assert account_acts(actor.user) == ["signed_in"]


def test_last_second_factor_stays():
    actor = make_actor("310000")
    App(actor.user)
    browser = signed_in(actor.user)
    asked = browser.get("/accounts/2fa/totp/deactivate/")
    if asked.status_code == 302:
        browser.post(asked.url, {"password": PASSWORD})
    browser.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=actor.user, type="totp").exists()


class TestGuessing:
    """Five wrong tries close an account for a quarter of an hour, ten a minute an address."""

    def test_one_account(self):
        user = make_user()
        for _ in range(5):
            sign_in(visitor(), user.username, "wrong")
        refused = sign_in(visitor(), user.username)
        assert refused.status_code == 200
        assert account_acts(user) == ["sign_in_refused"] * 5

    def test_lock_is_a_row_that_survives_a_restart(self):
        user = make_user()
        for _ in range(5):
            sign_in(visitor(), user.username, "wrong")
        cache.clear()
        assert Counter.objects.filter(key__startswith="global:").exists()
        assert sign_in(visitor(), user.username).status_code == 200

    def test_lock_opens_again(self):
        user = make_user()
        for _ in range(5):
            sign_in(visitor(), user.username, "wrong")
        later = time.gmtime(time.time() + 901)
        with freeze_time(time.strftime("%Y-%m-%dT%H:%M:%SZ", later)):
            assert sign_in(visitor(), user.username).status_code == 302

    def test_forged_addresses_and_letter_case_open_nothing(self):
        user = make_user()
        for number in range(5):
            sign_in(visitor(), user.username.upper(), "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}")
        assert sign_in(visitor(), user.username, HTTP_X_FORWARDED_FOR="10.9.9.9").status_code == 200

    def test_success_in_between_gives_no_more_tries(self):
        user = make_user()
        for number in range(5):
            sign_in(visitor(), user.username, "wrong")
            if number == 2:
                assert sign_in(visitor(), user.username).status_code == 302
        assert sign_in(visitor(), user.username).status_code == 200

    def test_one_address_spread_over_many_accounts(self):
        users = [make_user() for _ in range(50 if FULL else 12)]
        tried = [user for user in users if sign_in(visitor(), user.username, "wrong") and account_acts(user)]
        assert len(tried) == 10

    def test_forged_forwarding_does_not_widen_the_address(self):
        users = [make_user() for _ in range(12)]
        for number, user in enumerate(users):
            sign_in(visitor(), user.username, "wrong", HTTP_X_FORWARDED_FOR=f"10.0.1.{number}")
        assert len([user for user in users if account_acts(user)]) == 10


def test_answers_do_not_tell_whether_an_account_exists(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    user = make_user(email="wer@portal.localhost")
    rounds = 200 if FULL else 10
    for path, field, values in (
        ("/accounts/login/", "login", (user.username, "niemand")),
        ("/accounts/password/reset/", "email", (user.email, "niemand@portal.localhost")),
    ):
        spent, seen = {}, {}
        for value in values:
            for _ in range(rounds):
                browser = visitor()
                started = time.perf_counter()
                answer = browser.post(path, {field: value, "password": "wrong"})
                spent.setdefault(value, []).append(time.perf_counter() - started)
                body = re.sub(rb'(csrf[^>]*value=")[^"]*|' + re.escape(value.encode()), rb"\1", answer.content)
                body = re.sub(rb'"X-CSRFToken": "[^"]*"', b"", body)
                seen.setdefault(value, set()).add((answer.status_code, answer.get("Location"), body))
        assert seen[values[0]] == seen[values[1]]
        if FULL:
            assert abs(statistics.median(spent[values[0]]) - statistics.median(spent[values[1]])) < 0.02


def test_forgotten_password_is_set_anew_by_mail():
    actor = make_actor("310000", user=make_user(email="wer@portal.localhost"))
    elsewhere = at_desk(actor)
    browser = visitor()
    browser.post("/accounts/password/reset/", {"email": "wer@portal.localhost"})
    (letter,) = mail.outbox
    link = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", letter.body)[1]
    form = browser.get(link).url
    assert browser.post(form, {"password1": "short", "password2": "short"}).status_code == 200
    assert browser.post(form, {"password1": NEW, "password2": NEW}).status_code == 302

    assert sign_in(visitor(), actor.user.username).status_code == 200
    assert sign_in(visitor(), actor.user.username, NEW).status_code == 302
    assert elsewhere.get(PAGE).status_code == 302
    assert browser.get(link).status_code == 200
    assert browser.post(link, {"password1": NEW, "password2": NEW}).status_code in (200, 302)
    assert account_acts(actor.user)[0] == "password_changed"


def test_changed_password_ends_the_other_sessions_and_is_told():
    actor = make_actor("310000", user=make_user(email="wer@portal.localhost"))
    here, there = at_desk(actor), at_desk(actor)
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert here.get(PAGE).status_code == 200
    assert there.get(PAGE).status_code == 302
    assert [letter.to for letter in mail.outbox] == [["wer@portal.localhost"]]


@pytest.mark.parametrize(
    "password", ["short-Pw1", "alllowercaseletters"[:15], "password1234", "123456789012345", "Person-Testperson"]
)
def test_weak_passwords_are_refused(password):
    actor = make_actor("310000", user=make_user(email="testperson@portal.localhost"))
    browser = at_desk(actor)
    answer = browser.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert answer.status_code == 200
    with as_owner():
        assert User.objects.get(pk=actor.user.pk).check_password(PASSWORD)


def test_session_key_changes_at_every_step_of_trust():
    actor = make_actor("310000")
    app = App(actor.user)
    browser = visitor()
    browser.get("/accounts/login/")
    planted = browser.session.session_key
    keys = {planted}
    sign_in(browser, actor.user.username)
    keys.add(browser.cookies[configured.SESSION_COOKIE_NAME].value)
    browser.post("/accounts/2fa/authenticate/", {"code": app.code()})
    keys.add(browser.cookies[configured.SESSION_COOKIE_NAME].value)
    assert len(keys) == 3

    stale = visitor()
    for key in keys - {browser.cookies[configured.SESSION_COOKIE_NAME].value}:
        stale.cookies[configured.SESSION_COOKIE_NAME] = key
        assert not is_in(stale)


def test_signing_out_kills_the_session_on_the_server():
    actor = make_actor("310000")
    browser = at_desk(actor)
    key = browser.cookies["__Host-sid"].value
    browser.post("/accounts/logout/")
    assert not Session.objects.filter(user=actor.user).exists()
    replay = visitor()
    replay.cookies["__Host-sid"] = key
    assert replay.get(PAGE).status_code == 302


def test_nobody_signs_up():
    browser = visitor()
    page = browser.post("/accounts/signup/", {"username": "neu", "password1": NEW, "password2": NEW})
    assert page.status_code in (200, 403)
    assert not User.objects.filter(username="neu").exists()


@pytest.mark.parametrize("path", ["email/", "confirm-email/", "confirm-email/MTox/"])
def test_addresses_are_not_managed_elsewhere(path):
    assert at_desk(make_actor("310000")).get(f"/accounts/{path}").status_code == 404


def test_account_page_tells_its_owner_what_happened_and_nobody_else():
    actor, colleague, auditor = (make_actor("310000", *roles) for roles in ((), (), (Role.AUDITOR,)))
    sign_in(visitor(), actor.user.username, "wrong")
    browser = at_desk(actor)
    assert [entry.act for entry in browser.get(PAGE).context["happened"]] == ["sign_in_refused"]
    assert at_desk(colleague).get(PAGE).context["happened"] == []

    chain = Record.objects.filter(chain=actor.user.public_id)
    for reader, sees in ((actor, True), (colleague, False), (auditor, True)):
        with reader.acting():
            assert chain.exists() == sees


def test_what_is_over_is_forgotten():
    kept, over = at_desk(make_actor("310000")), at_desk(make_actor("310000"))
    key = over.cookies[configured.SESSION_COOKIE_NAME].value
    past, asker = timezone.now() - timedelta(seconds=1), make_actor("310000")
    cache.set("throttle:kept", 1, 60)
    with as_owner():
        Session.objects.filter(pk=digest_of(key)).update(expire_date=past)
        Counter.objects.create(key="global::1:throttle:over", value=1, expires_at=past)
        for expires_at in (past, past - timedelta(days=1)):
            ActChallenge.objects.create(
                user=asker.user, unit=asker.unit, object_id=uuid4(), version=1, expires_at=expires_at
            )
            Handoff.objects.create(
                token_digest=str(expires_at), membership=asker.membership, host="example", expires_at=expires_at
            )

    tasks.forget_expired(timestamp=0)

    assert kept.get(PAGE).status_code == 200
    assert Session.objects.count() == 1
    assert Counter.objects.filter(key__contains="throttle").count() == 1
    with as_owner():
        assert (ActChallenge.objects.count(), Handoff.objects.count()) == (1, 1)


def test_new_address_needs_the_password_and_the_old_one_is_told():
    actor = make_actor("310000", user=make_user(email="alt@portal.localhost"))
    browser = at_desk(actor)
    changed = {"language": "en", "email": "neu@portal.localhost"}
    asked = browser.post(PAGE, changed)
    assert asked.url.startswith("/accounts/reauthenticate/")
    with as_owner():
        assert User.objects.get(pk=actor.user.pk).email == "alt@portal.localhost"

    browser.post(asked.url, {"password": PASSWORD})

    with as_owner():
        assert User.objects.get(pk=actor.user.pk).email == "neu@portal.localhost"
    assert [letter.to for letter in mail.outbox] == [["alt@portal.localhost"]]
    assert account_acts(actor.user) == ["email_changed"]
    assert browser.post(PAGE, {"language": "zh-hans", "email": "neu@portal.localhost"}).url == PAGE


def test_session_of_a_password_alone_ends_once_a_second_factor_exists():
    actor = make_actor("310000")
    stranger = visitor()
    sign_in(stranger, actor.user.username)
    assert is_in(stranger)
    App(actor.user)

    assert stranger.get(PAGE).url == "/accounts/login/"
    assert not is_in(stranger)
