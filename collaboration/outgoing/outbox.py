"""The demonstration's mail server and telephones: a folder. Nothing leaves the machine; people read their own."""

import email
import email.policy
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage as Parsed
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import sanitize_address

from collaboration.outgoing.models import Line, Way
from collaboration.outgoing.ways.adapters import Message
from tenants.identity.models import User

SHOWN = 200


def folder() -> Path:
    """Where the mails lie."""
    return Path(settings.DATA_DIR) / "outbox"


class Outbox(BaseEmailBackend):
    """Keep each mail in a file named after its message id: given twice it is kept once, as in a mailbox."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            content = message.message()
            path = folder() / f"{uuid.uuid5(uuid.NAMESPACE_URL, content['Message-ID'])}.eml"
            draft = path.with_suffix(".draft")
            draft.write_bytes(content.as_bytes())
            draft.rename(path)
        return len(email_messages)


@dataclass(frozen=True, slots=True)
class Telephone:
    """Where a way other than mail leads in the demonstration: to the same folder, under the person's address there."""

    way: str

    def send(self, message: Message) -> None:
        """Keep the message."""
        words = f"{message.text} {message.url}"
        mail = EmailMessage(f"{Way(self.way).label}: {message.title}", words, to=[_at(self.way, message.to)])
        mail.extra_headers["Message-ID"] = f"<{message.id}@{self.way}.invalid>"
        Outbox().send_messages([mail])


def _at(way: str, address: str) -> str:
    return f"{quote(address, safe='')}@{way.replace('_', '-')}.invalid"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail of the demonstration as its reader sees it."""

    id: uuid.UUID
    subject: str
    at: datetime
    parsed: Parsed

    @property
    def text(self) -> str:
        """Its plain text."""
        part = self.parsed.get_body(("plain",))
        return part.get_content() if part else ""

    @property
    def html(self) -> str:
        """Its HTML; empty where it has none."""
        part = self.parsed.get_body(("html",))
        return part.get_content() if part else ""

    @property
    def headers(self) -> list[tuple[str, str]]:
        """Name and value of every header, as sent."""
        return [(name, str(value)) for name, value in self.parsed.items()]


def mails_of(person: User) -> list[Mail]:
    """The newest mails to the person's address."""
    newest = sorted(folder().glob("*.eml"), key=lambda path: path.stat().st_mtime, reverse=True)
    return sorted(_addressed_to(person, newest), key=lambda one: one.at, reverse=True)[:SHOWN]


def mail_of(person: User, mail_id: uuid.UUID) -> Mail | None:
    """This mail, if it went to the person."""
    return next(_addressed_to(person, [folder() / f"{mail_id}.eml"]), None)


def _addressed_to(person: User, paths: Sequence[Path]) -> Iterator[Mail]:
    mine = {_at(line.way, line.address).lower() for line in Line.objects.visible_to(person).exclude(address="")}
    if person.email:
        mine.add(sanitize_address(person.email, "utf-8").lower())
    for path in paths:
        if not path.exists():
            continue
        parsed = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        if mine & {address.addr_spec.lower() for address in parsed["To"].addresses}:
            yield Mail(uuid.UUID(path.stem), str(parsed["Subject"]), parsedate_to_datetime(parsed["Date"]), parsed)
