"""What changed as a Word file with tracked changes: whoever accepts them all has the new text, with its ids."""

import datetime
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from docx import Document
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph

from collaboration.documents.comparing.pieces import Piece
from collaboration.documents.comparing.tables import whole_row
from collaboration.documents.comparison import BlockChange, Comparison
from collaboration.documents.text.word.elements import element
from collaboration.documents.text.word.layout import define_styles, set_page
from collaboration.documents.text.word.styles import HEAD_STYLE, STYLE_NAMES
from collaboration.documents.text.word.writing import FIRST_BOOKMARK

TAGS = {"added": "w:ins", "removed": "w:del"}


@dataclass(frozen=True)
class Author:
    """Who is named beside every change, and when."""

    name: str
    at: datetime.datetime


class MarkedCopy:
    """One file being written."""

    def __init__(self, author: Author) -> None:
        self.document = Document()
        set_page(self.document)
        define_styles(self.document)
        self._marks = count(1)
        self._bookmarks = count(FIRST_BOOKMARK)
        moment = author.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._author = {"author": author.name, "date": moment}

    def line(self, part: str, pieces: Sequence[Piece]) -> None:
        """A paragraph without an id: title, recipients."""
        self._write(self.document.add_paragraph(style=STYLE_NAMES[part]), pieces)

    def block(self, change: BlockChange) -> None:
        """A paragraph or table; what is gone stands struck out where it stood."""
        if change.block.rows:
            self._table(change)
            return
        paragraph = self.document.add_paragraph(style=STYLE_NAMES[change.block.kind])
        self._mark_end(paragraph, change.kind)
        bookmark = self._begin(paragraph, change)
        self._write(paragraph, change.pieces, len(change.block.head))
        if bookmark is not None:
            paragraph._p.append(bookmark)

    def _begin(self, paragraph: Paragraph, change: BlockChange) -> BaseOxmlElement | None:
        if change.kind == "removed":
            return None
        number = next(self._bookmarks)
        paragraph._p.append(element("w:bookmarkStart", id=number, name=f"blk_{change.block.id}"))
        return element("w:bookmarkEnd", id=number)

    def _mark_end(self, paragraph: Paragraph, kind: str) -> None:
        """A paragraph that came or went takes its line end with it."""
        if kind in TAGS:
            properties = element("w:rPr")
            properties.append(self._change(kind))
            paragraph._p.get_or_add_pPr().append(properties)

    def _change(self, kind: str) -> BaseOxmlElement:
        return element(TAGS[kind], id=next(self._marks), **self._author)

    def _write(self, paragraph: Paragraph, pieces: Sequence[Piece], head: int = 0) -> None:
        for kind, text, is_head in _runs(pieces, head):
            run = paragraph.add_run(text, style=HEAD_STYLE if is_head else None)._r
            if kind not in TAGS:
                continue
            if kind == "removed":
                for child in run.t_lst:
                    child.tag = child.tag.replace("}t", "}delText")
            change = self._change(kind)
            run.addprevious(change)
            change.append(run)

    def _table(self, change: BlockChange) -> None:
        rows = change.rows or tuple(whole_row("same", row) for row in change.block.rows)
        table = self.document.add_table(rows=0, cols=max(len(row.cells) for row in rows), style="Table Grid")
        for row in rows:
            added = table.add_row()
            if row.kind in TAGS:
                added._tr.get_or_add_trPr().append(self._change(row.kind))
            for cell, pieces in zip(added.cells, row.cells, strict=False):
                cell.paragraphs[0].style = STYLE_NAMES["table"]
                self._write(cell.paragraphs[0], pieces)
        first = table.cell(0, 0).paragraphs[0]
        bookmark = self._begin(first, change)
        if bookmark is not None:
            first._p.append(bookmark)


def _runs(pieces: Sequence[Piece], head: int) -> Iterator[tuple[str, str, bool]]:
    """The pieces, cut where the opening sentence of the new paragraph ends."""
    written = 0
    for piece in pieces:
        if piece.kind == "removed":
            yield piece.kind, piece.text, written < head
            continue
        inside = max(min(head - written, len(piece.text)), 0)
        for text, is_head in ((piece.text[:inside], True), (piece.text[inside:], False)):
            if text:
                yield piece.kind, text, is_head
        written += len(piece.text)


def marked_copy(comparison: Comparison, *, title: str, recipients: str, author: Author) -> bytes:
    """The new text with every change tracked in its author's name. ``title`` and ``recipients`` are the new ones."""
    copy = MarkedCopy(author)
    changed = {line.part: line.pieces for line in comparison.lines}
    copy.line("title", changed.get("title") or (Piece("same", title),))
    copy.document.add_paragraph(style=STYLE_NAMES["spacer"])
    addressed = changed.get("recipients") or ((Piece("same", recipients),) if recipients else ())
    if addressed:
        copy.line("recipients", (*addressed, Piece("same", "：")))
    for change in comparison.blocks:
        copy.block(change)
    properties = copy.document.core_properties
    properties.title, properties.author = title, author.name
    properties.created = properties.modified = author.at.replace(tzinfo=None)
    buffer = io.BytesIO()
    copy.document.save(buffer)
    return buffer.getvalue()
