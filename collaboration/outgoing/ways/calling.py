"""Calling an operator's own service: its address comes from the installation's settings, not from a unit."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from collaboration.outgoing.errors import TryLater, Unreachable
from collaboration.outgoing.hooks.formats import Request
from collaboration.outgoing.hooks.posting import Answer, exchange

FORM = "application/x-www-form-urlencoded"
_tokens: dict[str, tuple[str, float]] = {}


def get(address: str, query: Mapping[str, str], headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The JSON object answered to a GET."""
    return _read(_exchange("GET", Request(f"{address}?{urlencode(query)}", b"", headers or {})))


def post(address: str, body: object, headers: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The JSON object answered to a POST of JSON."""
    return _read(_exchange("POST", Request(address, json.dumps(body, ensure_ascii=False).encode(), headers or {})))


def post_form(address: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    """The JSON object answered to a POST of a form."""
    return _read(_exchange("POST", Request(address, urlencode(fields).encode(), {"Content-Type": FORM, **headers})))


def token(name: str, fetch: Callable[[], tuple[str, int]]) -> str:
    """The token of this name, fetched anew a little before it ends; ``fetch`` tells it with its seconds."""
    known, ends = _tokens.get(name, ("", 0.0))
    if time.monotonic() >= ends:
        known, seconds = fetch()
        _tokens[name] = (known, time.monotonic() + max(0, seconds - 300))
    return known


def forget_token(name: str) -> None:
    """It was refused: the next message fetches a new one."""
    _tokens.pop(name, None)


def _exchange(method: str, request: Request) -> Answer:
    answer = asyncio.run(exchange(method, request, guarded=False))
    if answer.status is None:
        raise Unreachable(answer.trouble)
    return answer


def _read(answer: Answer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError:
        found = None
    if answer.status != 200 or not isinstance(found, dict):
        raise TryLater(f"{answer.status} {answer.body[:200].decode('utf-8', 'replace')}")
    return found
