"""The text of an amended document as it reads on any day, paragraph by paragraph, and where each comes from."""

import datetime
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from collaboration.publication.models import ConsolidatedText, PublishedDocument

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph as it reads and what changed it last; ``before`` is how it read until then, empty where new."""

    block: Block
    change: ConsolidatedText | None = None
    before: str = ""
    is_removed: bool = False


def editions(document: PublishedDocument, on: datetime.date | None = None) -> list[ConsolidatedText]:
    """The texts that hold one after another up to this day; of two for one day the later row corrects the earlier."""
    rows = document.consolidated_texts.filter(source__purged_at=None).select_related("source")
    held = {row.since: row for row in rows if on is None or row.since <= on}
    return [held[since] for since in sorted(held)]


def text_on(document: PublishedDocument, on: datetime.date | None = None) -> Sequence[Block]:
    """The paragraphs as they read on this day (the newest)."""
    found = editions(document, on)
    return found[-1].blocks if found else document.blocks


def passages(document: PublishedDocument, on: datetime.date) -> list[Passage]:
    """Every paragraph that holds on this day or was taken out until then, in the order of the text."""
    found = [Passage(block) for block in document.blocks]
    for edition in editions(document, on):
        found = _changed(found, edition)
    return found


def _changed(found: Sequence[Passage], edition: ConsolidatedText) -> list[Passage]:
    held = {one.block["id"]: one for one in found}
    after: dict[str, list[Passage]] = {}  # what is gone stays behind the paragraph that it followed
    last, kept = "", {block["id"] for block in edition.blocks}
    for one in found:
        if one.is_removed:
            after.setdefault(last, []).append(one)
        elif one.block["id"] not in kept:
            gone = Passage(one.block, edition, one.block["text"], is_removed=True)
            after.setdefault(last, []).append(gone)
        else:
            last = one.block["id"]
    result = list(after.get("", ()))
    for block in edition.blocks:
        known = held.get(block["id"])
        if known is not None and known.block["text"] == block["text"]:
            result.append(known)
        else:
            result.append(Passage(block, edition, known.block["text"] if known else ""))
        result += after.get(block["id"], ())
    return result


def as_lines(blocks: Sequence[Block]) -> str:
    """The text one paragraph a line, as the drafting unit edits it; a table is one line that stands for it."""
    return "\n".join(_lines(blocks))


def _lines(blocks: Sequence[Block]) -> list[str]:
    tables = 0
    lines = []
    for block in blocks:
        tables += block["kind"] == "table"
        lines.append(f"［表格{tables}］" if block["kind"] == "table" else block["text"])
    return lines


def from_lines(blocks: Sequence[Block], text: str) -> list[dict[str, Any]]:
    """The paragraphs that the edited lines mean; unchanged and reworded ones keep their ids, to be traced by."""
    old, new = _lines(blocks), [line.strip() for line in text.splitlines() if line.strip()]
    result: list[dict[str, Any]] = []
    for tag, start, end, first, last in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            result += [dict(block) for block in blocks[start:end]]
            continue
        replaced = [block for block in blocks[start:end] if block["kind"] != "table"]
        for number, line in enumerate(new[first:last]):
            result.append(_reworded(replaced[number] if number < len(replaced) else None, line))
    return result


def _reworded(block: Block | None, line: str) -> dict[str, Any]:
    if block is None:
        return {"id": secrets.token_hex(4), "kind": "p", "text": line, "head": ""}
    head = block.get("head", "")
    return {**block, "text": line, "head": head if line.startswith(head) else ""}
