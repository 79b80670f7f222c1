"""A block: one paragraph, heading or table of a document, with an id that outlives edits."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

HEADINGS = ("h1", "h2", "h3", "h4")
KINDS = frozenset(
    {
        *HEADINGS,
        "chapter",
        "article",
        "p",
        "li",
        "table",
        "attachment",
        "signature",
        "date",
        "recipients",
        "signer",
        "issued_title",
        "note",
    }
)
Rows = tuple[tuple[str, ...], ...]
BLOCK_ID = re.compile(r"[0-9a-f]{8}")


class InvalidBlock(ValueError):
    """A block that breaks its own rules; the message names the rule for programmers."""


def new_block_id() -> str:
    return secrets.token_hex(4)


@dataclass(frozen=True)
class Block:
    """``text`` is the whole paragraph with its literal number; ``head``, when the paragraph opens with a
    heading sentence of its own, is that opening part of ``text``. ``auto`` says that the number was made by
    itself, and will be made anew when the text is written on."""

    id: str
    kind: str
    text: str
    head: str = ""
    rows: Rows = ()
    auto: bool = False

    def __post_init__(self) -> None:
        if not BLOCK_ID.fullmatch(self.id):
            raise InvalidBlock("id: 8 hexadecimal digits")
        if self.kind not in KINDS:
            raise InvalidBlock("kind: not one of KINDS")
        if not self.text.startswith(self.head):
            raise InvalidBlock("head: not the beginning of text")
        if self.kind == "table":
            if not self.rows or self.text != rows_as_text(self.rows):
                raise InvalidBlock("table: text and rows differ")
        elif self.rows or "\n" in self.text:
            raise InvalidBlock("rows and line breaks belong to tables")

    @classmethod
    def table(cls, rows: Rows, block_id: str = "") -> "Block":
        return cls(block_id or new_block_id(), "table", rows_as_text(rows), rows=rows)

    def to_json(self) -> dict[str, object]:
        value: dict[str, object] = {"id": self.id, "kind": self.kind, "text": self.text, "head": self.head}
        if self.kind == "table":
            value["rows"] = [list(row) for row in self.rows]
        if self.auto:
            value["auto"] = True
        return value

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Block":
        """Take a block from JSON; anything that is not one raises ``InvalidBlock``."""
        try:
            rows = tuple(tuple(str(cell) for cell in row) for row in value.get("rows", ()))
            block_id, kind, text, head = value["id"], value["kind"], value["text"], value.get("head", "")
        except (KeyError, TypeError, AttributeError) as error:
            raise InvalidBlock("id, kind and text are needed") from error
        if not all(isinstance(part, str) for part in (block_id, kind, text, head)):
            raise InvalidBlock("id, kind, text and head are strings")
        return cls(block_id, kind, text, head, rows, value.get("auto") is True)


def rows_as_text(rows: Rows) -> str:
    return "\n".join("\t".join(row) for row in rows)


def check_blocks(blocks: Iterable[Block]) -> None:
    """Refuse a list in which one id stands for two blocks."""
    seen: set[str] = set()
    for block in blocks:
        if block.id in seen:
            raise InvalidBlock(f"id {block.id} appears twice")
        seen.add(block.id)
