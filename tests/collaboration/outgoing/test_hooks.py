"""A unit's webhooks: who makes them, what is sent, signed and tried again, and what the log lets one do."""

import base64
import hashlib
import hmac
import json
import uuid
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from collaboration.documents.models import Status
from collaboration.documents.workflow import rounds
from collaboration.matters.models import Matter, Party
from collaboration.outgoing.hooks import delivering, workflow
from collaboration.outgoing.hooks.secrets import Target, fresh_secret, unseal
from collaboration.outgoing.models import Delivery, Webhook
from tenants.audit.models import Record
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.collaboration.outgoing.listeners import Listener, listening
from tests.factories.desk import at_desk
from tests.factories.documents import in_a_week, make_document
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
TITLE = "canary-title"


@pytest.fixture
def listener(settings):
    settings.WEBHOOK_NETWORKS = ("127.0.0.0/8",)
    with listening() as listener:
        yield listener


@pytest.fixture
def administrator() -> Actor:
    return make_actor("320000", Role.UNIT_ADMINISTRATOR)


def make_hook(administrator: Actor, listener: Listener, form: str = "plain", secret: str = "") -> Webhook:
    hook = uuid.uuid4()
    target = Target(listener.address, secret)
    with administrator.acting():
        workflow.save(hook, name="办公系统", form=form, target=target, is_on=True)
        return Webhook.objects.get(public_id=hook)


def tell(*, people: int = 1):
    """An act of which the unit's people are told; returns the author, one of them and the document."""
    author = make_actor("310000")
    told = [make_actor("320000") for _number in range(people)]
    document = make_document(Status.DRAFT, author, told[0], title=TITLE)
    with author.acting():
        rounds.open_round(author, document, due_on=in_a_week())
    return author, told[0], document


def deliveries() -> list[Delivery]:
    with as_owner():
        return list(Delivery.objects.order_by("at", "id"))


def due_now() -> None:
    with as_owner():
        Delivery.objects.update(next_at=timezone.now() - timedelta(seconds=1))


def test_each_act_is_sent_once_signed_and_without_words(administrator, listener):
    secret = fresh_secret()
    hook = make_hook(administrator, listener, secret=secret)
    _author, _reader, document = tell(people=3)

    for _run in range(2):
        delivering.deliver_due()

    ((headers, _path, body),) = listener.heard
    said = json.loads(body)
    assert said["data"]["matter"] == str(document.public_id)
    assert (said["type"], said["data"]["unit"]) == ("document.round_opened", "320000")
    assert TITLE not in body.decode()
    headers = {name.lower(): value for name, value in headers.items()}
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}"
    assert abs(int(headers["webhook-timestamp"]) - timezone.now().timestamp()) < 60
    ((delivery),) = deliveries()
    assert (delivery.webhook_id, delivery.state, delivery.status) == (hook.pk, Delivery.State.DELIVERED, 200)


def test_robots_are_told_in_their_own_formats(administrator, listener):
    for form in ("dingtalk", "wecom", "feishu"):
        make_hook(administrator, listener, form=form, secret="SEC123" if form != "wecom" else "")
    tell()

    delivering.deliver_due()

    said = {}
    for _headers, path, body in listener.heard:
        message = json.loads(body)
        said["feishu" if "msg_type" in message else "dingtalk" if "sign=" in path else "wecom"] = (path, message)
    query = parse_qs(urlsplit(said["dingtalk"][0]).query)
    expected = hmac.new(b"SEC123", f"{query['timestamp'][0]}\nSEC123".encode(), hashlib.sha256).digest()
    assert query["sign"] == [base64.b64encode(expected).decode()]
    feishu = said["feishu"][1]
    expected = hmac.new(f"{feishu['timestamp']}\nSEC123".encode(), b"", hashlib.sha256).digest()
    assert feishu["sign"] == base64.b64encode(expected).decode()
    texts = {
        said["dingtalk"][1]["text"]["content"],
        said["wecom"][1]["text"]["content"],
        feishu["content"]["text"],
    }
    (text,) = texts
    assert text.startswith("江苏省住房和城乡建设厅")
    assert "http://desk.portal.localhost" in text
    assert TITLE not in text


@pytest.mark.parametrize(
    ("form", "status", "body"),
    [
        ("plain", 500, b"broken"),
        ("plain", 302, b""),
        ("dingtalk", 200, b'{"errcode": 310000, "errmsg": "sign not match"}'),
        ("wecom", 200, b'{"errcode": 93000}'),
        ("feishu", 200, b'{"code": 19021, "msg": "sign match fail"}'),
        ("feishu", 200, b"\xff\x00not json"),
    ],
)
def test_what_is_not_taken_is_tried_again_with_growing_pauses(administrator, listener, form, status, body):
    make_hook(administrator, listener, form=form)
    tell()
    listener.status, listener.body = status, body
    pauses = []
    for _try in range(4):
        before = timezone.now()
        delivering.deliver_due()
        delivering.deliver_due()
        pauses.append(round((deliveries()[0].next_at - before).total_seconds() / 60))
        due_now()
    assert (pauses, len(listener.heard)) == ([1, 2, 5, 10], 4)
    assert deliveries()[0].status == status

    listener.status, listener.body = 200, b'{"errcode": 0, "code": 0}'
    delivering.deliver_due()

    assert deliveries()[0].state == Delivery.State.DELIVERED
    ids = {headers.get("webhook-id") for headers, _path, _body in listener.heard}
    assert len(ids) == 1


def test_after_a_day_it_is_given_up_and_can_be_sent_again_from_the_log(administrator, listener):
    hook = make_hook(administrator, listener)
    tell()
    listener.status = 503
    delivering.deliver_due()
    due_now()
    with as_owner():
        Delivery.objects.update(until=timezone.now() - timedelta(minutes=1))
    delivering.deliver_due()
    (delivery,) = deliveries()
    assert (delivery.state, len(listener.heard)) == (Delivery.State.GIVEN_UP, 1)
    browser = at_desk(administrator)
    assert "503" in browser.get(f"/mail/unit/addresses/{hook.public_id}/log/").content.decode()

    listener.status = 200
    browser.post(f"/mail/unit/deliveries/{delivery.pk}/send/")
    delivering.deliver_due()

    assert deliveries()[0].state == Delivery.State.DELIVERED
    assert len(listener.heard) == 2


def test_a_dead_address_holds_up_nobody_else(administrator, listener):
    other = make_actor("330000", Role.UNIT_ADMINISTRATOR)
    with listening() as dead:
        dead.status = 500
        make_hook(administrator, dead)
        make_hook(other, listener)
        author, first, second = make_actor("310000"), make_actor("320000"), make_actor("330000")
        for _number in range(3):
            make_document(Status.SOLICITING, author, first, second)

        delivering.deliver_due()

        assert (len(dead.heard), len(listener.heard)) == (1, 3)


def test_unit_that_is_no_party_any_more_hears_nothing(administrator, listener):
    make_hook(administrator, listener)
    _author, _reader, document = tell()
    with as_owner():
        Party.objects.filter(matter=document.pk).delete()
        Matter.objects.filter(pk=document.pk).update(parties=[document.pk + 10**6])

    delivering.deliver_due()

    assert (listener.heard, [one.state for one in deliveries()]) == ([], [Delivery.State.DROPPED])


def test_switched_off_or_removed_nothing_is_sent(administrator, listener):
    hook = make_hook(administrator, listener)
    tell()
    browser = at_desk(administrator)
    browser.post(
        f"/mail/unit/addresses/{hook.public_id}/", {"name": "关", "form": "plain", "address": listener.address}
    )
    delivering.deliver_due()
    assert listener.heard == []

    assert browser.post(f"/mail/unit/addresses/{hook.public_id}/remove/").status_code == 302
    assert deliveries() == []
    with as_owner():
        acts = Record.objects.filter(kind="outgoing").order_by("number").values_list("act", flat=True)
        assert list(acts) == ["webhook_saved", "webhook_saved", "webhook_removed"]


def test_administrator_makes_one_and_tries_it(administrator, listener):
    browser = at_desk(administrator)
    given = {"name": "值班群", "form": "plain", "address": listener.address, "is_on": "on"}

    assert browser.post("/mail/unit/addresses/new/", given).status_code == 302
    with administrator.acting():
        hook = Webhook.objects.get()
    browser.post(f"/mail/unit/addresses/{hook.public_id}/try/")
    delivering.deliver_due()

    assert unseal(hook.sealed).secret.startswith("whsec_")
    assert listener.address not in hook.sealed
    assert json.loads(listener.heard[0][2])["type"] == "trial.trial"
    assert "值班群" in browser.get("/mail/unit/").content.decode()


def test_only_the_units_own_administrator_comes_near(administrator, listener):
    hook = make_hook(administrator, listener)
    tell()
    (delivery,) = deliveries()
    stranger = make_actor("330000", Role.UNIT_ADMINISTRATOR)
    for path in ("", "remove/", "log/"):
        assert at_desk(stranger).get(f"/mail/unit/addresses/{hook.public_id}/{path}").status_code == 404
    assert at_desk(stranger).post(f"/mail/unit/deliveries/{delivery.pk}/send/").status_code == 404
    handler = make_actor("320000")
    assert at_desk(handler).get(f"/mail/unit/addresses/{hook.public_id}/").status_code == 403

    for other in (stranger, handler):
        with other.acting():
            assert [Webhook.objects.count(), Delivery.objects.count()] == [0, 0]
            for act in (
                lambda: workflow.remove(hook),
                lambda: workflow.save(hook.public_id, name="x", form="plain", target=Target("x", ""), is_on=True),
            ):
                with pytest.raises(ProgrammingError), transaction.atomic():
                    act()


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ("no answer within 5 seconds", "五秒内未答复。"),
        ("10.0.0.1 is no public address", "该地址位于内部网络，未发送。"),
        ("ClientConnectorDNSError: gaierror", "地址中的名称无法解析。"),
        ("ClientConnectorCertificateError: x", "对方证书无效。"),
        ("ClientConnectorError: Connection refused", "无法连接对方。"),
    ],
)
def test_the_log_says_in_a_sentence_why_nothing_came_back(administrator, listener, noted, said):
    hook = make_hook(administrator, listener)
    tell()
    with as_owner():
        Delivery.objects.update(answer=noted, answered_at=timezone.now(), tries=1)

    page = at_desk(administrator).get(f"/mail/unit/addresses/{hook.public_id}/log/").content.decode()

    assert (said in page, noted in page) == (True, True)
