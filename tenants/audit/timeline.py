"""The record of one object, told as people read it."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from tenants.audit import acts
from tenants.audit.models import Record, RecordText
from tenants.identity.actor import name_for
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


def timeline(
    chain: UUID,
    *,
    kinds: Collection[str] = (),
    most: int | None = None,
    reader: Unit | None = None,
    known: Collection[Unit] = (),
) -> list[Entry]:
    """The acts on the object that the person at work may see, the newest first; four queries whatever their number.

    A unit's chain holds acts of several kinds: ``kinds`` picks some of them, ``most`` only the newest. Where parties of
    one object read different acts, ``reader`` names the unit that asks. ``known`` units are not read again.
    """
    found = Record.objects.filter(chain=chain, **({"kind__in": kinds} if kinds else {}))
    if reader:
        found = found.filter(parties__contains=[reader.pk])
    records = list(found.order_by("-number")[:most])
    texts: dict[int, dict[str, str | None]] = {}
    for text in RecordText.objects.filter(chain=chain, number__in=[record.number for record in records]):
        texts.setdefault(text.number, {})[text.name] = text.text
    return tell(records, texts, known=known)


def tell(
    records: list[Record], texts: Mapping[int, Mapping[str, str | None]], *, known: Collection[Unit] = ()
) -> list[Entry]:
    """Add names and words to rows of the record; two queries, or one where all units are known."""
    details = [json.loads(record.detail) for record in records]
    absent = {detail["on_behalf_of"] for detail in details if detail.get("on_behalf_of")}
    people = User.objects.in_bulk({record.user_id for record in records if record.user_id} | absent)
    units = {unit.pk: unit for unit in known}
    if unknown := {record.unit_id for record in records if record.unit_id} - units.keys():
        units |= Unit.objects.in_bulk(unknown)
    return [
        Entry(
            number=record.number,
            act=record.act,
            label=acts.label(record.kind, record.act),
            person=_name(people.get(record.user_id), people.get(detail.get("on_behalf_of"))),
            unit=units.get(record.unit_id),
            at=record.at,
            digest=bytes(record.digest).hex(),
            detail=detail,
            texts=texts.get(record.number, {}),
        )
        for record, detail in zip(records, details, strict=True)
    ]


def _name(person: User | None, absent: User | None) -> str:
    return name_for(person, absent) if person else ""
