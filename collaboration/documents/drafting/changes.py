"""What a browser sends every few seconds, and what becomes of it over the text that is stored meanwhile.

It carries only the blocks that its person changed, with what they said before: nobody has to keep old revisions, and a
copy that lay on a machine for a week is merged like one that is a second old.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from collaboration.documents.drafting.blocks import Line, Refused, assemble, clean, is_id, plain
from collaboration.documents.drafting.merging import Clash, merge, merge_fields
from collaboration.documents.text import limits

FIELDS = {"title": 300, "recipients": 1000, "topic": 60}  # what is written beside the text, and how long it may be
SEVERAL_LINES = frozenset({"title"})
MOST_ORDERS = 20


@dataclass(frozen=True)
class Sheet:
    """A working text with the fields beside it."""

    blocks: list[Line]
    metadata: dict[str, str]


@dataclass(frozen=True)
class Change:
    """One save. ``was`` and ``orders`` tell what it began on, and what saves without an answer may have left."""

    revision: int
    order: list[str]
    orders: list[list[str]]
    changed: list[Line]
    was: list[Line]
    metadata: dict[str, str]
    metadata_was: dict[str, list[str]]
    adopted: tuple[UUID, ...] = ()  # opinions whose wording the person put into the text with one click

    @classmethod
    def read(cls, data: object) -> "Change":
        """Take a save from JSON; whatever is none raises ``Refused``."""
        if not isinstance(data, dict) or not isinstance(data.get("revision"), int):
            raise Refused(None, "revision")
        order = _ids(data.get("order"))
        orders = data.get("orders") or [order]
        if not isinstance(orders, list) or len(orders) > MOST_ORDERS:
            raise Refused(None, "orders")
        return cls(
            revision=data["revision"],
            order=order,
            orders=[_ids(one) for one in orders],
            changed=[clean(one) for one in _list(data.get("changed"))],
            was=[clean(one) for one in _list(data.get("was"))],
            metadata=_fields(data.get("metadata")),
            metadata_was=_earlier(data.get("metadata_was")),
            adopted=tuple(UUID(str(one)) for one in _list(data.get("adopted") or [])),
        )

    def over(self, stored: Sheet, revision: int) -> tuple[Sheet, list[Clash]]:
        """The stored text with this change in it, and what both sides changed; without a clash nothing is lost."""
        if revision == self.revision:
            blocks = assemble(stored.blocks, self.order, self.changed)
            return Sheet(blocks, {**stored.metadata, **self.metadata}), []
        base = self._base(stored.blocks)
        merged, clashes = merge(base, assemble(base, self.order, self.changed), stored.blocks)
        was = {name: _one_of(values, stored.metadata.get(name, "")) for name, values in self.metadata_was.items()}
        metadata, beside = merge_fields(was, self.metadata, stored.metadata)
        return Sheet(merged, metadata), [*beside, *clashes]

    def _base(self, stored: Sequence[Line]) -> list[Line]:
        """The text that this change began on, as far as it matters: a block the person never touched is in it as it is
        stored now, or as nothing where it is gone."""
        theirs = {line["id"]: line for line in stored}
        known: dict[str, Line] = {}
        for line in self.was:
            if line["id"] not in known or line == theirs.get(line["id"]):
                known[line["id"]] = line
        order = next((one for one in self.orders if one == list(theirs)), self.orders[0])
        order = [*order, *(name for name in known if name not in set(order) and name in theirs)]
        return [known.get(name) or theirs.get(name) or {"id": name, "kind": "p", "text": ""} for name in order]


def _ids(value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > limits.PARAGRAPHS or not all(map(is_id, value)):
        raise Refused(None, "order")
    if len(set(value)) != len(value):
        raise Refused(None, "order")
    return value


def _list(value: object) -> list[Any]:
    if not isinstance(value, list) or len(value) > limits.PARAGRAPHS:
        raise Refused(None, "blocks")
    return value


def _fields(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or set(value) - set(FIELDS):
        raise Refused(None, "metadata")
    for name, text in value.items():
        if not isinstance(text, str) or len(text) > FIELDS[name]:
            raise Refused(name, "metadata")
    return {name: _field(name, text) for name, text in value.items()}


def _earlier(value: object) -> dict[str, list[str]]:
    if not isinstance(value, dict) or not all(isinstance(texts, list) for texts in value.values()):
        raise Refused(None, "metadata_was")
    columns = [_fields({name: text}) for name, texts in value.items() for text in texts]
    return {name: [column[name] for column in columns if name in column] for name in value}


def _one_of(values: list[str], stored: str) -> str:
    """What is stored, if an earlier save may have left it there; else what the person began on."""
    return stored if stored in values else next(iter(values), "")


def _field(name: str, text: str) -> str:
    return "\n".join(map(plain, text.splitlines())) if name in SEVERAL_LINES else plain(text)
