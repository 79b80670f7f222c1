"""Short messages and messengers, against services on loopback that answer as the real ones do."""

import base64
import hashlib
import hmac
import json
import re
from urllib.parse import parse_qs, parse_qsl, unquote_plus

import pytest
from aiohttp import web

from collaboration.notifications.models import Category, Notification
from collaboration.outgoing import sending
from collaboration.outgoing.models import Letter, Line, Way
from collaboration.outgoing.ways import calling
from tests.collaboration.outgoing.listeners import Listener, listening
from tests.collaboration.outgoing.test_mail import letters, told_person
from tests.factories.desk import at_desk
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
USERS = {"sms": "13800138000", "wecom": "wangxl", "government_dingtalk": "12345", "dingtalk": "manager01"}


class Services(Listener):
    """A gateway and three messengers at one address."""

    refusal: dict = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        await super().answer(request)
        if "gettoken" in request.path:
            found = {"errcode": 0, "access_token": "T", "expires_in": 7200, "success": True}
            return web.json_response(found | {"content": {"data": {"accessToken": "T", "expiresIn": 7200}}})
        return web.json_response({"errcode": 0, "code": 0, "success": True} | self.refusal)


@pytest.fixture
def services(settings, tmp_path):
    calling._tokens.clear()
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    (tmp_path / "secrets").mkdir()
    with listening(Services()) as services:
        base = f"http://127.0.0.1:{services.port}"
        messengers = {"wecom": {"corp_id": "c", "agent_id": 2, "secret": "s", "base": base},
                      "government_dingtalk": {"app_key": "k", "app_secret": "s", "tenant_id": "9", "base": base},
                      "dingtalk": {"app_key": "k", "app_secret": "s", "agent_id": 3, "base": base}}  # fmt: skip
        ways = {"sms": {"address": f"{base}/sms", "secret": "s"}, **messengers}
        (tmp_path / "secrets" / "ways.json").write_text(json.dumps(ways))
        yield services


def code_in(body: bytes) -> str:
    """The code that a message carries."""
    return re.findall(r"(?<!\d)\d{6}(?!\d)", unquote_plus(body.decode()))[-1]


def told_on(services: Services, way: str):
    """Somebody who chose this way, confirmed that the address is theirs, and has just been told to act."""
    _author, reader, document = told_person(email="")
    browser, path = at_desk(reader), f"/mail/ways/{way}/"
    assert browser.post(path, {"address": USERS[way], "categories": ["action", "deadline"]}).status_code == 302
    assert browser.post(f"{path}confirm/", {"code": code_in(services.heard[-1][2])}).status_code == 302
    services.heard.clear()
    with as_owner():
        Notification.objects.filter(user=reader.user).update(category=Category.ACTION)
    return reader, document


@pytest.mark.parametrize("way", USERS)
def test_message_says_only_that_something_waits(services, way):
    reader, document = told_on(services, way)

    for _run in range(2):
        sending.send_due_letters()

    sent = [one for one in services.heard if "gettoken" not in one[1]]
    ((headers, _path, body),) = sent
    words = str(parse_qs(body.decode()) if way == "government_dingtalk" else json.loads(body))
    assert USERS[way] in words
    assert "/notices/" in words
    assert document.title not in words
    (letter,) = letters(reader)
    assert (letter.way, letter.state) == (way, Letter.State.SENT)
    if way == "sms":
        signed = f"{letter.pk}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(b"s", signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"


def test_government_dingtalk_is_asked_with_signed_fields(services):
    told_on(services, "government_dingtalk")

    sending.send_due_letters()

    headers, path, body = services.heard[-1]
    listed = "&".join(f"{name}={value}" for name, value in sorted(parse_qsl(body.decode())))
    moment, nonce = headers["X-Hmac-Auth-Timestamp"], headers["X-Hmac-Auth-Nonce"]
    signed = f"POST\n{moment}\n{nonce}\n{path}\n{listed}".encode()
    expected = base64.b64encode(hmac.new(b"s", signed, hashlib.sha256).digest()).decode()
    assert headers["X-Hmac-Auth-Signature"] == expected


@pytest.mark.parametrize(
    ("way", "refusal", "state"),
    [
        ("sms", {"code": "invalid_number"}, Letter.State.REFUSED),
        ("sms", {"code": "busy"}, Letter.State.WAITING),
        ("wecom", {"invaliduser": "wangxl"}, Letter.State.REFUSED),
        ("wecom", {"errcode": 81013}, Letter.State.REFUSED),
        ("wecom", {"errcode": 45009}, Letter.State.WAITING),
        ("dingtalk", {"errcode": 33012}, Letter.State.REFUSED),
        ("dingtalk", {"errcode": 88}, Letter.State.WAITING),
        ("government_dingtalk", {"success": False}, Letter.State.WAITING),
    ],
)
def test_services_that_refuse_are_tried_again_or_not(services, way, refusal, state):
    reader, _document = told_on(services, way)
    services.refusal = refusal

    sending.send_due_letters()

    (letter,) = letters(reader)
    assert (letter.state, letter.problem != "") == (state, True)


@pytest.mark.parametrize(
    ("way", "address"), [("sms", "123"), ("sms", "12345678901"), ("wecom", "a b/c"), ("dingtalk", "x" * 90)]
)
def test_wrong_addresses_are_refused_beside_the_field(services, way, address):
    _author, reader, _document = told_person()

    answer = at_desk(reader).post(f"/mail/ways/{way}/", {"address": address, "categories": ["action"]})

    assert answer.status_code == 200
    with reader.acting():
        assert not Line.objects.visible_to(reader.user).exclude(address="").exists()


def test_ways_that_the_operator_did_not_set_up_are_not_there(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    _author, reader, _document = told_person()

    assert [at_desk(reader).get(f"/mail/ways/{way}/").status_code for way in Way.values] == [404] * len(Way.values)
