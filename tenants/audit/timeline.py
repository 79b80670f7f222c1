"""The record of one object, told as people read it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tenants.audit import acts
from tenants.audit.models import Record, RecordText
from tenants.identity.models import User
from tenants.units.models import Unit


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: what was done, by whom for which unit, when, with its ids and its free texts (None once erased)."""

    number: int
    act: str
    label: str
    person: str
    unit: Unit | None
    at: datetime
    digest: str
    detail: Mapping[str, Any]
    texts: Mapping[str, str | None] = field(default_factory=dict)


def timeline(chain: UUID) -> list[Entry]:
    """Every act on the object that the person at work may see, the newest first; four queries whatever its length."""
    records = list(Record.objects.filter(chain=chain).order_by("-number"))
    texts: dict[int, dict[str, str | None]] = {}
    for text in RecordText.objects.filter(chain=chain):
        texts.setdefault(text.number, {})[text.name] = text.text
    return tell(records, texts)


def tell(records: list[Record], texts: Mapping[int, Mapping[str, str | None]]) -> list[Entry]:
    """Add names and words to rows of the record; two queries."""
    people = User.objects.in_bulk({record.user_id for record in records if record.user_id})
    units = Unit.objects.in_bulk({record.unit_id for record in records if record.unit_id})
    return [
        Entry(
            number=record.number,
            act=record.act,
            label=acts.label(record.kind, record.act),
            person=people[record.user_id].name if record.user_id in people else "",
            unit=units.get(record.unit_id),
            at=record.at,
            digest=bytes(record.digest).hex(),
            detail=json.loads(record.detail),
            texts=texts.get(record.number, {}),
        )
        for record in records
    ]
