"""One adapter for every kind of service. A message says that something waits, with a link, and nothing else."""

import base64
import hashlib
import hmac
import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone

from collaboration.outgoing.errors import Refused, TryLater
from collaboration.outgoing.ways import calling


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent; the id is the same at every try."""

    id: str
    to: str
    title: str
    text: str
    url: str


class Adapter(Protocol):
    """A service, set up by the operator."""

    def send(self, message: Message) -> None:
        """Hand the message over, or raise ``Refused``, ``TryLater`` or ``Unreachable``."""


@dataclass(frozen=True, slots=True)
class ShortMessages:
    """An SMS gateway that takes signed JSON (Standard Webhooks) and answers ``{"code": 0}``."""

    address: str
    secret: str

    def send(self, message: Message) -> None:
        now = str(int(time.time()))
        body = {"id": message.id, "to": message.to, "text": f"{message.text} {message.url}"}
        signed = f"{message.id}.{now}.{json.dumps(body, ensure_ascii=False)}".encode()
        headers = {
            "webhook-id": message.id,
            "webhook-timestamp": now,
            "webhook-signature": f"v1,{_hmac(self.secret, signed)}",
        }
        _judge(calling.post(self.address, body, headers), code="code", words="message", refusals={"invalid_number"})


@dataclass(frozen=True, slots=True)
class WeCom:
    """WeCom, and 政务微信, which speaks alike at an address of the government's own."""

    corp_id: str
    agent_id: int
    secret: str
    base: str = "https://qyapi.weixin.qq.com"

    def send(self, message: Message) -> None:
        name = f"wecom {self.base} {self.corp_id} {self.agent_id}"
        body = {
            "touser": message.to,
            "msgtype": "textcard",
            "agentid": self.agent_id,
            "textcard": {"title": message.title, "description": message.text, "url": message.url},
            "enable_duplicate_check": 1,
            "duplicate_check_interval": 14400,
        }
        answer = calling.post(f"{self.base}/cgi-bin/message/send?access_token={calling.token(name, self._token)}", body)
        if answer.get("errcode") in (40014, 42001):
            calling.forget_token(name)
        if answer.get("errcode") == 0 and answer.get("invaliduser"):
            raise Refused("invaliduser")
        _judge(answer, code="errcode", words="errmsg", refusals={60111, 81013, 40003})

    def _token(self) -> tuple[str, int]:
        answer = calling.get(f"{self.base}/cgi-bin/gettoken", {"corpid": self.corp_id, "corpsecret": self.secret})
        _judge(answer, code="errcode", words="errmsg")
        return str(answer["access_token"]), int(answer["expires_in"])


@dataclass(frozen=True, slots=True)
class DingTalk:
    """Work notices of DingTalk."""

    app_key: str
    app_secret: str
    agent_id: int
    base: str = "https://oapi.dingtalk.com"

    def send(self, message: Message) -> None:
        name = f"dingtalk {self.base} {self.app_key}"
        body = {
            "agent_id": self.agent_id,
            "userid_list": message.to,
            "msg": {"msgtype": "text", "text": {"content": f"{message.text} {message.url}"}},
        }
        path = "/topapi/message/corpconversation/asyncsend_v2"
        answer = calling.post(f"{self.base}{path}?access_token={calling.token(name, self._token)}", body)
        if answer.get("errcode") in (40014, 42001, 88):
            calling.forget_token(name)
        _judge(answer, code="errcode", words="errmsg", refusals={33012, 60121})

    def _token(self) -> tuple[str, int]:
        answer = calling.get(f"{self.base}/gettoken", {"appkey": self.app_key, "appsecret": self.app_secret})
        _judge(answer, code="errcode", words="errmsg")
        return str(answer["access_token"]), int(answer.get("expires_in", 7200))


@dataclass(frozen=True, slots=True)
class GovernmentDingTalk:
    """浙政钉 and other installations of 专有钉钉: every request is signed, its fields in the order of their names."""

    app_key: str
    app_secret: str
    tenant_id: str
    base: str = "https://openplatform.dg-work.cn"

    def send(self, message: Message) -> None:
        name = f"government {self.base} {self.app_key}"
        fields = {
            "accessToken": calling.token(name, self._token),
            "bizMsgId": message.id,
            "msg": json.dumps(
                {"msgtype": "text", "text": {"content": f"{message.text} {message.url}"}}, ensure_ascii=False
            ),
            "receiverIds": message.to,
            "tenantId": self.tenant_id,
        }
        path = "/message/workNotification"
        answer = calling.post_form(f"{self.base}{path}", fields, self._signed("POST", path, fields))
        if not answer.get("success"):
            calling.forget_token(name)
            raise TryLater(_brief(answer))

    def _token(self) -> tuple[str, int]:
        path, fields = "/gettoken.json", {"appkey": self.app_key, "appsecret": self.app_secret}
        answer = calling.get(f"{self.base}{path}", fields, self._signed("GET", path, fields))
        try:
            data = answer["content"]["data"]
            return str(data["accessToken"]), int(data.get("expiresIn", 7200))
        except (KeyError, TypeError) as error:
            raise TryLater(_brief(answer)) from error

    def _signed(self, method: str, path: str, fields: Mapping[str, str]) -> dict[str, str]:
        now = timezone.localtime().isoformat(timespec="milliseconds")
        nonce = f"{int(time.time() * 1000)}{secrets.randbelow(9000) + 1000}"
        listed = "&".join(f"{name}={fields[name]}" for name in sorted(fields))
        return {
            "X-Hmac-Auth-Timestamp": now,
            "X-Hmac-Auth-Version": "1.0",
            "X-Hmac-Auth-Nonce": nonce,
            "X-Hmac-Auth-IP": "127.0.0.1",
            "X-Hmac-Auth-MAC": "00:00:00:00:00:00",
            "apiKey": self.app_key,
            "X-Hmac-Auth-Signature": _hmac(self.app_secret, f"{method}\n{now}\n{nonce}\n{path}\n{listed}".encode()),
        }


def _judge(answer: dict[str, object], *, code: str, words: str, refusals: set[int] | set[str] | None = None) -> None:
    """Zero is yes; of everything else some codes mean that this person will never be reached there."""
    if answer.get(code) == 0:
        return
    raise (Refused if answer.get(code) in (refusals or ()) else TryLater)(f"{answer.get(code)} {answer.get(words, '')}")


def _hmac(secret: str, message: bytes) -> str:
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()


def _brief(answer: dict[str, object]) -> str:
    return re.sub(r"\s+", " ", json.dumps(answer, ensure_ascii=False))[:200]
