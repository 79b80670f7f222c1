"""The services of this installation, from ``secrets/ways.json``, and what is sent through them."""

import json
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collaboration.outgoing.models import Letter, Way
from collaboration.outgoing.outbox import Telephone
from collaboration.outgoing.ways.adapters import (
    Adapter,
    DingTalk,
    GovernmentDingTalk,
    Message,
    ShortMessages,
    WeCom,
)
from tenants import hosts
from tenants.identity.models import User

ADAPTERS: dict[str, type[Any]] = {
    Way.SMS: ShortMessages,
    Way.WECOM: WeCom,
    Way.GOVERNMENT_DINGTALK: GovernmentDingTalk,
    Way.DINGTALK: DingTalk,
}


def services() -> dict[str, Adapter]:
    """What the operator set up: ``{"sms": {"address": …, "secret": …}, …}``, the fields of each adapter.

    In the demonstration, where nothing was set up, every way leads to its folder.
    """
    path = Path(settings.DATA_DIR) / "secrets" / "ways.json"
    if not path.exists():
        return {way: Telephone(way) for way in ADAPTERS} if settings.DEMO else {}
    return {way: ADAPTERS[way](**fields) for way, fields in json.loads(path.read_text(encoding="utf-8")).items()}


def send_code(person: User, way: str, to: str, code: str) -> None:
    """Send a code to an address that somebody says is theirs."""
    with translation.override(person.language):
        text = _("Collaboration desk: your code is %(code)s. It is valid for ten minutes; tell it to nobody.")
        message = Message(
            id=str(uuid.uuid4()),
            to=to,
            title=_("Collaboration desk"),
            text=text % {"code": code},
            url=hosts.desk_url(reverse("outgoing:confirm", args=[way], urlconf="portal.urls.desk")),
        )
    services()[way].send(message)


def send(letter: Letter, person: User, to: str, count: int) -> None:
    """Tell the person that so much waits, in their language, with a link to the desk."""
    with translation.override(person.language):
        text = ngettext(
            "Collaboration desk: %(number)s notice waits for you.",
            "Collaboration desk: %(number)s notices wait for you.",
            count,
        )
        message = Message(
            id=str(letter.pk),
            to=to,
            title=_("Collaboration desk"),
            text=text % {"number": count},
            url=hosts.desk_url(reverse("notices:inbox", urlconf="portal.urls.desk")),
        )
    services()[letter.way].send(message)
