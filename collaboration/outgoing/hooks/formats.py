"""A message in the words of each receiver: what is posted, how it is signed, and when its answer means yes."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from collaboration.outgoing.hooks.secrets import PREFIX, Target
from collaboration.outgoing.models import Webhook


@dataclass(frozen=True, slots=True)
class Event:
    """What happened, by ids and codes; ``text`` says no more than that something waits, with the link."""

    id: str
    unit: str
    kind: str
    act: str
    matter: str
    url: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is posted."""

    address: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def plain(event: Event, target: Target, now: int) -> Request:
    """JSON, signed as Standard Webhooks says; the id stays the same at every try."""
    data = {"unit": event.unit, "kind": event.kind, "act": event.act, "matter": event.matter, "url": event.url}
    body = _json({"type": f"{event.kind}.{event.act}", "timestamp": event.at.isoformat(), "data": data})
    signed = f"{event.id}.{now}.".encode() + body
    headers = {"webhook-id": event.id, "webhook-timestamp": str(now)}
    if target.secret:
        headers["webhook-signature"] = f"v1,{_hmac(_key(target.secret), signed)}"
    return Request(target.address, body, headers)


def dingtalk(event: Event, target: Target, now: int) -> Request:
    """A robot with 加签 wants milliseconds and signature in the address."""
    address = target.address
    if target.secret:
        moment = now * 1000
        sign = quote(_hmac(target.secret.encode(), f"{moment}\n{target.secret}".encode()), safe="")
        address += f"{'&' if '?' in address else '?'}timestamp={moment}&sign={sign}"
    return Request(address, _json({"msgtype": "text", "text": {"content": event.text}}))


def wecom(event: Event, target: Target, now: int) -> Request:
    """Its key in the address is all a robot wants."""
    return Request(target.address, _json({"msgtype": "text", "text": {"content": event.text}}))


def feishu(event: Event, target: Target, now: int) -> Request:
    """A robot with 签名校验 wants seconds and signature in the body; the message signed is empty."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": event.text}}
    if target.secret:
        body |= {"timestamp": str(now), "sign": _hmac(f"{now}\n{target.secret}".encode(), b"")}
    return Request(target.address, _json(body))


FORMATS: dict[str, Callable[[Event, Target, int], Request]] = {
    Webhook.Form.PLAIN: plain,
    Webhook.Form.DINGTALK: dingtalk,
    Webhook.Form.WECOM: wecom,
    Webhook.Form.FEISHU: feishu,
}
CODES = {Webhook.Form.DINGTALK: "errcode", Webhook.Form.WECOM: "errcode", Webhook.Form.FEISHU: "code"}


def was_taken(form: str, status: int, body: bytes) -> bool:
    """Whether the receiver took the message: robots answer 200 to everything and say in the body what they think."""
    if not 200 <= status < 300:
        return False
    if form not in CODES:
        return True
    try:
        answer = json.loads(body)
    except ValueError:
        return False
    return isinstance(answer, dict) and answer.get(CODES[Webhook.Form(form)], answer.get("StatusCode")) == 0


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _hmac(key: bytes, message: bytes) -> str:
    return base64.b64encode(hmac.new(key, message, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    """What a Standard Webhooks secret stands for; other words are taken as they are."""
    if not secret.startswith(PREFIX):
        return secret.encode()
    return base64.b64decode(secret.removeprefix(PREFIX))
