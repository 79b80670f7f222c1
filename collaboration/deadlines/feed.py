"""A person's deadlines as a calendar that other programs subscribe to, at a private address that can be renewed."""

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collaboration.deadlines.models import FeedAddress
from collaboration.matters import kinds
from collaboration.matters.models import Matter
from collaboration.worklist.models import Waiting
from tenants.db.context import Acting, act_as
from tenants.hosts import desk_url
from tenants.identity.actor import Actor
from tenants.identity.models import Membership, User

OCTETS = 75  # of a line, before it is folded
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True)
class Entry:
    """One day of the calendar, or one moment where the deadline is urgent."""

    uid: str
    summary: str
    url: str
    day: date
    moment: datetime | None = None


def renew(person: User) -> str:
    """Give the person a new address and forget the old one; the token is shown now and never again."""
    token = secrets.token_urlsafe(32)
    values = {"token_digest": digest(token), "made_at": timezone.now()}
    FeedAddress.objects.update_or_create(user=person, defaults=values)
    return token


def end(person: User) -> None:
    """Let the address lead nowhere."""
    FeedAddress.objects.filter(user=person).delete()


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def owner_of(token: str) -> User | None:
    """Whose address this is; None where nobody's, or where the account was closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT feed_owner(%s)", [digest(token)])
        found = cursor.fetchone()[0]
    return User.objects.get(pk=found) if found else None


def entries_of(person: User) -> list[Entry]:
    """What waits for the person in each of their units, as far as they may see it at this moment."""
    with act_as(Acting(person.pk)):
        memberships = list(Membership.objects.valid().filter(user=person).select_related("unit"))
    found: list[Entry] = []
    for membership in memberships:
        actor = Actor(membership)
        with actor.acting():
            found.extend(_entries(actor))
    return found


def _entries(actor: Actor) -> Iterator[Entry]:
    rows = Waiting.objects.for_person(actor).exclude(due_on=None).select_related("matter", "deadline")
    rows = list(rows)
    titles = _titles(row.matter for row in rows)
    for row in rows:
        kind, clock = kinds.kind_of(row.matter.kind), getattr(row, "deadline", None)
        step = str(kind.step_labels.get(row.step, row.step))
        moment = clock.due_at if clock and clock.is_urgent else None
        yield Entry(
            uid=f"waiting-{row.pk}",
            summary=_("%(step)s: %(title)s (%(unit)s)")
            % {"step": step, "title": titles.get(row.matter_id, ""), "unit": actor.unit.short_name},
            url=desk_url(reverse(kind.url_name, args=[row.matter.public_id])),
            day=row.due_on,
            moment=moment,
        )


def _titles(matters: Iterable[Matter]) -> dict[int, str]:
    by_kind: dict[str, list[int]] = {}
    for matter in matters:
        by_kind.setdefault(matter.kind, []).append(matter.pk)
    return {pk: title for kind, ids in by_kind.items() for pk, title in kinds.kind_of(kind).titles(ids).items()}


def calendar(entries: Iterable[Entry]) -> bytes:
    """The calendar as RFC 5545 wants it: lines folded at 75 octets, text escaped, ended by CRLF."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//alliance portal//deadlines//ZH", "METHOD:PUBLISH",
             f"X-WR-CALNAME:{_escape(_('Deadlines'))}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]  # fmt: skip
    stamp = timezone.now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for entry in entries:
        lines += ["BEGIN:VEVENT", f"UID:{entry.uid}@portal", f"DTSTAMP:{stamp}", *_when(entry)]
        lines += [f"SUMMARY:{_escape(entry.summary)}", f"URL:{entry.url}", "TRANSP:TRANSPARENT", "END:VEVENT"]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _when(entry: Entry) -> list[str]:
    if entry.moment:
        moment = entry.moment.astimezone(UTC)
        return [f"DTSTART:{moment:%Y%m%dT%H%M%SZ}", "DURATION:PT0S"]
    return [f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}", f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"]


def _escape(text: str) -> str:
    return text.translate(ESCAPED)


def _folded(line: str) -> bytes:
    """Break between characters, never inside one; a line that goes on begins with a space."""
    pieces, piece = [], b""
    for character in line:
        octets = character.encode()
        if len(piece) + len(octets) > OCTETS - bool(pieces):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
