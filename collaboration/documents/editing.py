"""A text on its way through an edit form: a stretch of blocks, changed by buttons, put back into the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from collaboration.documents.drafting.numbers import literal_of
from collaboration.documents.text.blocks import BLOCK_ID, KINDS, Block, new_block_id, rows_as_text
from collaboration.documents.text.numbering import head_of, number_of
from collaboration.documents.text.titles import join_lines
from collaboration.documents.wording import Wording

STRETCH = 200  # blocks edited at once; a longer text is edited stretch by stretch
CELL = "|"
KIND_LABELS = {
    "p": _("Paragraph"),
    "li": _("List item"),
    "h1": _("Heading 一、"),
    "h2": _("Heading （一）"),
    "h3": _("Heading 1."),
    "h4": _("Heading （1）"),
    "chapter": _("Chapter"),
    "article": _("Article"),
    "table": _("Table"),
    "recipients": _("Recipients"),
    "issued_title": _("Title of the issued text"),
    "attachment": _("Attachment"),
    "signature": _("Signing unit"),
    "date": _("Date"),
    "signer": _("Signatory"),
    "note": _("Note below the date"),
}


@dataclass(frozen=True)
class Row:
    """One block as the form shows it."""

    id: str
    kind: str
    text: str
    is_active: bool = False  # what the last button touched, to bring the eye back there

    @classmethod
    def of(cls, block: Block) -> "Row":
        return cls(block.id, block.kind, _table_as_lines(block) if block.kind == "table" else block.text)

    @property
    def lines(self) -> int:
        """How tall its box should be."""
        return min(12, 1 + self.text.count("\n") + len(self.text) // 40)


@dataclass(frozen=True)
class Draft:
    """What is being edited: title lines, recipients, and the rows of a stretch that begins at ``start``."""

    title: str
    recipients: str
    rows: tuple[Row, ...]
    start: int = 0
    count: int = 0  # how many blocks of the saved text the rows stand for
    note: str = ""
    before: str = ""  # the blocks that the stretch stands between
    after: str = ""

    @classmethod
    def of(cls, wording: Wording, *, start: int = 0) -> "Draft":
        """The form for a saved text, from the block where the stretch begins."""
        blocks = wording.blocks[start : start + STRETCH]
        title = "\n".join(wording.title_lines) or wording.title
        before, after = _at(wording.blocks, start - 1), _at(wording.blocks, start + len(blocks))
        rows = tuple(map(Row.of, blocks))
        return cls(title, wording.recipients, rows, start, len(blocks), before=before, after=after)

    @classmethod
    def read(cls, data: QueryDict) -> "Draft":
        """What a person sent; rows whose kind or id is none are taken as new paragraphs."""
        rows = zip(data.getlist("id"), data.getlist("kind"), data.getlist("text"), strict=False)
        return cls(
            title=_plain(data.get("title", "")),
            recipients=_plain(data.get("recipients", "")),
            rows=tuple(_row(*values) for values in rows),
            start=_number(data.get("start")),
            count=_number(data.get("count")),
            note=_plain(data.get("note", ""))[:200],
            before=data.get("before", ""),
            after=data.get("after", ""),
        )

    def pressed(self, button: str) -> "Draft":
        """The rows after one of the buttons ``up:3``, ``down:3``, ``add:3``, ``delete:3``."""
        verb, _colon, place = button.partition(":")
        index, rows = _number(place), [replace(row, is_active=False) for row in self.rows]
        if verb == "add":
            rows.insert(index + 1, Row(new_block_id(), "p", "", is_active=True))
        elif verb == "delete" and index < len(rows):
            del rows[index]
            if rows:
                rows[max(index - 1, 0)] = replace(rows[max(index - 1, 0)], is_active=True)
        elif verb in ("up", "down") and index < len(rows):
            goal = min(max(index + (1 if verb == "down" else -1), 0), len(rows) - 1)
            rows.insert(goal, replace(rows.pop(index), is_active=True))
        return replace(self, rows=tuple(rows))

    def wording(self, saved: Wording) -> Wording:
        """The whole text: the stretch put back between what stands before and after it."""
        known = {block.id: block for block in saved.blocks}
        before, after = saved.blocks[: self.start], saved.blocks[self.start + self.count :]
        taken = {block.id for block in (*before, *after)}
        blocks: list[Block] = []
        for block in (block for row in self.rows for block in _blocks(row, known)):
            blocks.append(replace(block, id=new_block_id()) if block.id in taken else block)
            taken.add(block.id)
        lines = [line.strip() for line in self.title.splitlines() if line.strip()]
        return Wording.settled(
            title=join_lines(lines),
            title_lines=lines,
            recipients=self.recipients,
            blocks=[*before, *blocks, *after],
        )

    def rebased(self, new: Wording) -> "Draft":
        """The same rows over a text that somebody else saved meanwhile, between the neighbours that they had."""
        ids = [block.id for block in new.blocks]
        start = ids.index(self.before) + 1 if self.before in ids else min(self.start, len(ids))
        end = ids.index(self.after) if self.after in ids else len(ids) if not self.after else start + self.count
        return replace(self, start=start, count=max(end - start, 0))


def _row(block_id: str, kind: str, text: str) -> Row:
    is_id = BLOCK_ID.fullmatch(block_id)
    return Row(block_id if is_id else new_block_id(), kind if kind in KINDS else "p", _plain(text))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _blocks(row: Row, known: dict[str, Block]) -> list[Block]:
    """The blocks a row makes: one, or several where lines were broken; an untouched block stays what it was."""
    before = known.get(row.id)
    if before and Row.of(before) == replace(row, is_active=False):
        return [before]
    if row.kind == "table":
        rows = tuple(tuple(cell.strip() for cell in line.split(CELL)) for line in row.text.splitlines() if line.strip())
        return [Block(row.id, "table", rows_as_text(rows), rows=rows)] if rows else []
    lines = [line.strip() for line in row.text.splitlines() if line.strip()]
    kinds = [row.kind, *map(_kind_of, lines[1:])]
    ids = [row.id, *(new_block_id() for _line in lines[1:])]
    literal = literal_of(before.kind, before.text) if before and before.auto else ""
    return [
        Block(one, kind, line, head_of(kind, line), auto=one == row.id and literal != "" and line.startswith(literal))
        for one, kind, line in zip(ids, kinds, lines, strict=True)
    ]


def _at(blocks: Sequence[Block], index: int) -> str:
    return blocks[index].id if 0 <= index < len(blocks) else ""


def _kind_of(line: str) -> str:
    number = number_of(line)
    return number.kind if number else "p"


def _table_as_lines(block: Block) -> str:
    return "\n".join(f" {CELL} ".join(row) for row in block.rows)


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 7 else 0


def stretches(total: int) -> Sequence[int]:
    """Where each stretch of a long text begins."""
    return range(0, max(total, 1), STRETCH)
