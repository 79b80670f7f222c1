"""What an administrator, who sees no content, is shown of what can be purged: kinds, numbers and dates, never words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.documents.models import Upload
from collaboration.matters import kinds
from collaboration.matters.models import PURGED
from collaboration.purging.models import Purge
from collaboration.sealing.check_codes import read_check_code
from tenants.audit import acts
from tenants.audit.models import RecordText
from tenants.identity.actor import Actor
from tenants.identity.models import User
from tenants.units.models import Unit

UPLOAD, AUTHORISATION = "upload", "seal_authorisation"
UUID_IN_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
SORTS: dict[str, str | Promise] = {
    "title": _("Title and topic"),
    "instrument": _("Title, number and file name of the instrument"),
    "version": _("Versions of the text"),
    "draft": _("Working text"),
    "opinion": _("Opinions"),
    "reason": _("Reasons given in the record"),
    "purge": _("Reason of an earlier purge"),
    "note": _("Internal notes"),
    "house": _("Calls and talks about deadlines"),
    "slip": _("Words of the supervision slip"),
    "number": _("Lines of the ledger of numbers"),
    "publication": _("Places where it is published"),
    "level": _("Requests for level decisions"),
    "archive": _("What units keep of it in their archives"),
    "dispatch": _("What was sent of it to recipients and filed"),
    "request": _("The request, its replies, and what both sides said"),
    "service": _("What was told of serving a paper"),
    "upload": _("Texts or files handed in"),
    "casefile": _("Files of the matter"),
    "file": _("Stored files, each revision counted"),
    "step": _("Steps that end"),
}
ONE_OF: dict[str, str | Promise] = {
    "version": _("Version of the text"),
    "opinion": _("Opinion"),
    "reason": _("Reason given in the record"),
    "purge": _("Reason of an earlier purge"),
    "note": _("Internal notes of the unit"),
}


PARTS = {"version": "version", "opinion": "opinion", "text": "reason", "notes": "note"}
MOST = 200


@dataclass(frozen=True)
class Thing:
    """A matter or upload that could be purged, as far as an administrator may know of it."""

    object: UUID
    kind: str
    unit: Unit
    state: str
    begun: datetime
    changed: datetime
    is_whole: bool  # whether the reader may have the whole purged, or texts of the own unit alone

    @property
    def kind_label(self) -> str:
        """What people call its kind."""
        return _kind_label(self.kind)

    @property
    def state_label(self) -> str:
        """What people call its state."""
        if self.is_purged:
            return gettext("Purged")
        if self.kind == UPLOAD:
            return str(Upload.State(self.state).label)
        if self.kind == AUTHORISATION:
            return gettext("Entered")
        return str(kinds.kind_of(self.kind).state_labels.get(self.state, self.state))

    @property
    def is_matter(self) -> bool:
        """Whether units act on it together, and it may have been published."""
        return self.kind not in (UPLOAD, AUTHORISATION)

    @property
    def is_purged(self) -> bool:
        """Whether nothing is left of it."""
        return self.state == PURGED


@dataclass(frozen=True)
class Amount:
    """How much of one sort a purge takes."""

    label: str
    number: int
    characters: int | None


@dataclass(frozen=True)
class Part:
    """One text that can be purged alone."""

    key: str
    label: str
    number: str
    unit: Unit | None
    person: str
    at: datetime
    characters: int


@dataclass(frozen=True)
class Done:
    """A purge that was ordered, and why."""

    purge: Purge
    label: str
    reason: str | None

    @property
    def is_carried_out(self) -> bool:
        """Whether its files have left the storage."""
        return self.purge.carried_out_at is not None


def normal(sought: str) -> str:
    """What an administrator was told, as the database knows it: an id out of an address, a check code, a digest."""
    text = sought.strip()
    if found := UUID_IN_TEXT.search(text.lower()):
        return found[0]
    return read_check_code(text) or (text.lower() if re.fullmatch(r"[0-9A-Fa-f]{64}", text) else text)


def find(sought: str = "") -> list[Thing]:
    """The matters and uploads that the acting administrator may deal with, the last changed first."""
    rows = _rows("SELECT object, kind, unit, state, begun, changed, is_whole FROM purge_find(%s)", [normal(sought)])
    units = Unit.objects.in_bulk({row[2] for row in rows})
    return [Thing(row[0], row[1], units[row[2]], *row[3:]) for row in rows]


def thing(public_id: UUID) -> Thing | None:
    """One of them."""
    return next(iter(find(str(public_id))), None)


def inventory(public_id: UUID, part: str = "") -> list[Amount]:
    """Everything that would go, in the order in which people think of it."""
    rows = _rows("SELECT what, amount, characters FROM purge_inventory(%s, %s)", [public_id, part])
    order = list(SORTS)
    rows.sort(key=lambda row: order.index(row[0]))
    return [Amount(str(SORTS[what]), number, characters) for what, number, characters in rows]


def parts(public_id: UUID) -> list[Part]:
    """The texts that can be purged alone."""
    rows = _rows("SELECT part, what, unit, person, at, characters FROM purge_parts(%s)", [public_id])
    units, people = Unit.objects.in_bulk({row[2] for row in rows}), User.objects.in_bulk({row[3] for row in rows})
    return [
        Part(
            key=key,
            label=str(ONE_OF[what]),
            number=key.partition(":")[2] if what == "version" else "",
            unit=units.get(unit),
            person=people[person].name if person in people else "",
            at=at,
            characters=characters,
        )
        for key, what, unit, person, at, characters in rows
    ]


def seen(public_id: UUID, part: str = "") -> str:
    """One digest over all that would go: the confirmation is bound to it."""
    return str(_rows("SELECT purge_seen(%s, %s)", [public_id, part])[0][0])


def purges(actor: Actor, public_id: UUID | None = None) -> list[Done]:
    """What was purged, of one thing or of all that this administrator knows of, the newest first."""
    rows = Purge.objects.visible_to(actor).select_related("unit", "of_unit", "user")
    if public_id:
        rows = rows.filter(object=public_id)
    found = list(rows[:MOST])
    texts = RecordText.objects.filter(chain__in={one.object for one in found}, name="reason")
    reasons = {(text.chain, text.number): text.text for text in texts}
    return [Done(one, _label(one), reasons.get((one.object, one.number))) for one in found]


def _kind_label(kind: str) -> str:
    return acts.kind_label(kind) if kind in (UPLOAD, AUTHORISATION) else str(kinds.kind_of(kind).label)


def _label(purge: Purge) -> str:
    sort, _colon, number = purge.part.partition(":")
    if not sort:
        return _kind_label(purge.kind)
    return f"{ONE_OF[PARTS[sort]]} {number}".strip() if sort == "version" else str(ONE_OF[PARTS[sort]])


def _rows(query: str, parameters: Sequence[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return list(cursor.fetchall())
