"""Deliver what is due to webhooks: several at once, each webhook one message at a time.

Every delivery is claimed before it is sent. One killed in between is tried again under the same id, by which the other
end knows it.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from collaboration.matters import kinds
from collaboration.outgoing.hooks.formats import FORMATS, Event, Request, was_taken
from collaboration.outgoing.hooks.posting import Answer, post
from collaboration.outgoing.hooks.secrets import unseal
from collaboration.outgoing.models import Delivery
from tenants import hosts
from tenants.audit import acts

AT_ONCE = 10
A_RUN = 30.0  # seconds
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30, 60, 120, 180)]
LANGUAGE = "zh-hans"  # of chat groups


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours for two minutes."""

    delivery: UUID
    form: str
    sealed: str
    unit: str
    unit_name: str
    matter: UUID
    kind: str
    act: str
    at: datetime
    tries: int


def deliver_due() -> None:
    """Go on until nothing is due or the time is over. Acting as nobody: messages hold no words of matters."""
    end = time.monotonic() + A_RUN
    while time.monotonic() < end and (claimed := _take()):
        answers = asyncio.run(_post_all([_request(one) for one in claimed]))
        for one, answer in zip(claimed, answers, strict=True):
            _note(one, answer)


def _take() -> list[Claimed]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM webhook_take(%s)", [AT_ONCE])
        return [Claimed(*row) for row in cursor.fetchall()]


def _request(claimed: Claimed) -> Request:
    with translation.override(LANGUAGE):
        return FORMATS[claimed.form](_event(claimed), unseal(claimed.sealed), int(time.time()))


def _event(claimed: Claimed) -> Event:
    if claimed.kind == Delivery.TRIAL:
        url = hosts.desk_url()
        text = _("%(unit)s: this message only tries whether messages of the collaboration desk arrive.")
        words = {"unit": claimed.unit_name}
    else:
        kind = kinds.kind_of(claimed.kind)
        url = hosts.desk_url(reverse(kind.url_name, args=[claimed.matter], urlconf="portal.urls.desk"))
        text = _("%(unit)s: %(kind)s – %(act)s. Look on the collaboration desk: %(url)s")
        words = {
            "unit": claimed.unit_name,
            "kind": str(kind.label),
            "act": acts.label(claimed.kind, claimed.act),
            "url": url,
        }
    return Event(
        id=str(claimed.delivery),
        unit=claimed.unit,
        kind=claimed.kind,
        act=claimed.act,
        matter=str(claimed.matter),
        url=url,
        at=claimed.at,
        text=text % words,
    )


async def _post_all(requests: list[Request]) -> list[Answer]:
    return await asyncio.gather(*(post(request) for request in requests))


def _note(claimed: Claimed, answer: Answer) -> None:
    taken = answer.status is not None and was_taken(claimed.form, answer.status, answer.body)
    words = answer.trouble or answer.body.decode("utf-8", "replace").replace("\0", "")[:300]
    pause = PAUSES[min(claimed.tries, len(PAUSES)) - 1]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT webhook_answered(%s, %s, %s, %s, %s)", [claimed.delivery, taken, answer.status, words, pause]
        )
