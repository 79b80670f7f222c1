"""The working text as an ordered list of blocks, as it is stored and as a browser sends it.

A block is ``{id, kind, text}``, a table ``{id, kind: "table", rows}``. A heading that is numbered by itself carries
``auto`` and its text has no number; any other keeps the number that is written in it.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from collaboration.documents.drafting.numbers import Numbers, literal_of
from collaboration.documents.text import limits
from collaboration.documents.text.blocks import BLOCK_ID, KINDS, Block, rows_as_text
from collaboration.documents.text.cleaning import without_invisible
from collaboration.documents.text.numbering import head_of

Line = dict[str, Any]


class Refused(ValueError):
    """Something that is no block; names the block and the rule, for programmers."""

    def __init__(self, block: object, rule: str) -> None:
        super().__init__(f"{block!r}: {rule}")


def clean(value: object) -> Line:
    """One block as a browser sent it, brought to one form; unknown kinds, keys and ragged tables are refused."""
    if not isinstance(value, dict) or not is_id(value.get("id")):
        raise Refused(None, "id")
    block_id, kind = value["id"], value.get("kind")
    if kind not in KINDS:
        raise Refused(block_id, "kind")
    if kind == "table":
        return {"id": block_id, "kind": kind, "rows": _rows(block_id, value.get("rows"))}
    line: Line = {"id": block_id, "kind": kind, "text": _text(block_id, value.get("text"))}
    if value.get("auto") is True and kind in Numbers.KINDS:
        line["auto"] = True
    return line


def is_id(value: object) -> bool:
    return isinstance(value, str) and BLOCK_ID.fullmatch(value) is not None


def plain(text: str) -> str:
    """Text in one form of Unicode, on one line, without what nobody sees."""
    return without_invisible(unicodedata.normalize("NFC", text.replace("\t", " ").replace("\n", " ")))


def _text(block_id: str, value: object) -> str:
    if not isinstance(value, str) or len(value) > limits.CHARACTERS:
        raise Refused(block_id, "text")
    return plain(value)


def _rows(block_id: str, value: object) -> list[list[str]]:
    if not isinstance(value, list) or not value or not all(isinstance(row, list) for row in value):
        raise Refused(block_id, "rows")
    width = len(value[0])
    if not width or width * len(value) > limits.TABLE_CELLS or any(len(row) != width for row in value):
        raise Refused(block_id, "rows")
    return [[_text(block_id, cell) for cell in row] for row in value]


def assemble(known: Sequence[Line], order: object, changed: object) -> list[Line]:
    """The whole list from ids in order and the blocks that differ from those that are known."""
    if not isinstance(order, list) or not isinstance(changed, list) or len(order) > limits.PARAGRAPHS:
        raise Refused(None, "order")
    if not all(map(is_id, order)) or len(set(order)) != len(order):
        raise Refused(None, "order")
    blocks = {block["id"]: block for block in known} | {block["id"]: block for block in map(clean, changed)}
    missing = [one for one in order if one not in blocks]
    if missing:
        raise Refused(missing[0], "unknown")
    return [blocks[one] for one in order]


def lines_of(blocks: Sequence[Block]) -> list[Line]:
    """The blocks of a version, ready to be written on."""
    return [_line_of(block) for block in blocks]


def _line_of(block: Block) -> Line:
    if block.kind == "table":
        return {"id": block.id, "kind": "table", "rows": [list(row) for row in block.rows]}
    literal = literal_of(block.kind, block.text) if block.auto else ""
    if not literal:
        return {"id": block.id, "kind": block.kind, "text": block.text}
    return {"id": block.id, "kind": block.kind, "text": block.text.removeprefix(literal), "auto": True}


def blocks_of(lines: Sequence[Line], before: Sequence[Block] = ()) -> list[Block]:
    """The blocks a version would have, numbers written out and empty ones left out.

    A paragraph that is what it was in the version before keeps the heading sentence found there.
    """
    heads = {(block.id, block.kind, block.text): block.head for block in before}
    numbers = Numbers()
    blocks: list[Block] = []
    for line in lines:
        if line["kind"] == "table":
            rows = tuple(tuple(cell.strip() for cell in row) for row in line["rows"])
            if any(cell for row in rows for cell in row):
                blocks.append(Block(line["id"], "table", rows_as_text(rows), rows=rows))
            continue
        if not line["text"].strip():
            continue
        text = numbers.literal(line) + line["text"].strip()
        kind = line["kind"]
        head = heads.get((line["id"], kind, text), head_of(kind, text))
        blocks.append(Block(line["id"], kind, text, head, auto=bool(line.get("auto"))))
    return blocks


def text_of(line: Mapping[str, Any]) -> str:
    """What a block says."""
    return rows_as_text(tuple(map(tuple, line["rows"]))) if line["kind"] == "table" else str(line["text"])
