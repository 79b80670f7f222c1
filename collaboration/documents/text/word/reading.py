"""The paragraphs of a .docx file, with automatic numbers written out and our own ids found again."""

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from collaboration.documents.text import limits
from collaboration.documents.text.blocks import Rows
from collaboration.documents.text.paragraphs import Paragraph, Source
from collaboration.documents.text.problems import Unreadable
from collaboration.documents.text.word.numbering import Numbering
from collaboration.documents.text.word.package import Package
from collaboration.documents.text.word.runs import RunReader
from collaboration.documents.text.word.styles import HEAD_STYLE, Styles
from collaboration.documents.text.word.xml import attribute, child, local

BOOKMARK = re.compile(r"blk_([0-9a-f]{8})")
WRAPPERS = ("sdtContent", "ins", "moveTo", "customXml", "smartTag")


def read_docx(data: bytes) -> Source:
    """Tracked insertions count as accepted, deletions as made; hidden text is not part of the document."""
    package = Package(data)
    reader = DocumentReader(package)
    body = child(package.root(), "body")
    if body is None:
        raise Unreadable("no_word_file")
    paragraphs = list(reader.paragraphs(body))
    headers = [
        paragraph.text
        for kind in ("header", "footer", "footnotes", "endnotes")
        for part in package.related(kind)
        for paragraph in DocumentReader(package).paragraphs(part)
    ]
    return Source(paragraphs, [text for text in headers if text.strip()], +reader.left_behind)


class DocumentReader:
    """Walks the blocks of one part in reading order."""

    def __init__(self, package: Package) -> None:
        self.styles = Styles(next(iter(package.related("styles")), None))
        self.numbering = Numbering.read(next(iter(package.related("numbering")), None))
        self.left_behind: Counter[str] = Counter()
        self._seen = self._cells = 0

    def paragraphs(self, node: etree._Element) -> Iterator[Paragraph]:
        for item in node:
            kind = local(item)
            if kind == "p":
                yield from self._paragraph(item)
            elif kind == "tbl":
                yield self._table(item)
            elif (kind == "sdt" and not _is_contents(item)) or kind in WRAPPERS or kind in ("footnote", "endnote"):
                yield from self.paragraphs(item)

    def _paragraph(self, node: etree._Element) -> Iterator[Paragraph]:
        self._seen += 1
        if self._seen > limits.PARAGRAPHS + self._cells:  # every cell holds a paragraph of its own
            raise Unreadable("too_many_paragraphs", limit=limits.PARAGRAPHS)
        properties = child(node, "pPr")
        style = attribute(child(properties, "pStyle"))
        if self.styles.is_contents(style):
            return
        runs = RunReader(self.left_behind)
        text = self._number(properties, style) + runs.text(node)
        part = self.styles.part(style)
        outline = attribute(child(properties, "outlineLvl"))
        for position, line in enumerate(text.split("\n")):
            yield Paragraph(
                text=line,
                style=part,
                outline=int(outline) + 1 if outline.isdigit() and int(outline) < 4 else self.styles.outline(style),
                block_id=_block_id(node) if position == 0 else "",
                head=runs.head(node, lambda style_id: self.styles.name(style_id) == HEAD_STYLE),
            )
        for box in runs.boxes:
            yield from self.paragraphs(box)

    def _number(self, properties: etree._Element | None, style: str) -> str:
        own = child(properties, "numPr")
        num_id, depth = attribute(child(own, "numId")), attribute(child(own, "ilvl"))
        if not num_id:
            num_id, depth = self.styles.numbering(style)
            if num_id and not depth:
                depth = str(self.numbering.depth_of_style(num_id, style))
        if not num_id or num_id == "0":
            return ""
        return self.numbering.next(num_id, int(depth) if depth.isdigit() else 0)

    def _table(self, node: etree._Element) -> Paragraph:
        rows: list[tuple[str, ...]] = []
        styles: list[str] = []
        ids: list[str] = []
        for row in _inside(node, "tr"):
            if child(row, "trPr", "del") is not None:
                self.left_behind["deletions"] += 1
                continue
            cells: list[str] = []
            for cell in _inside(row, "tc"):
                self._cells += 1
                if self._cells > limits.TABLE_CELLS:
                    raise Unreadable("too_many_cells", limit=limits.TABLE_CELLS)
                everything = list(self.paragraphs(cell))
                ids += [part.block_id for part in everything if part.block_id]
                inside = [part for part in everything if part.text or part.rows]
                styles += [part.style for part in inside]
                merged = child(cell, "tcPr", "vMerge")
                goes_on = merged is not None and attribute(merged) != "restart"
                cells.append("" if goes_on else "\n".join(_plain(part) for part in inside))
                span = attribute(child(cell, "tcPr", "gridSpan"))
                cells += [""] * (min(int(span), 64) - 1 if span.isdigit() else 0)
            rows.append(tuple(cells))
        style = "mark" if styles and set(styles) == {"mark"} else ""
        return Paragraph(rows=_even(rows), style=style, block_id=ids[0] if ids else "")


def _plain(part: Paragraph) -> str:
    return part.text or " ".join(cell for row in part.rows for cell in row if cell)


def _even(rows: list[tuple[str, ...]]) -> Rows:
    """Every row as wide as the widest."""
    width = max((len(row) for row in rows), default=0)
    return tuple(row + ("",) * (width - len(row)) for row in rows)


def _inside(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those a content control or a tracked change wraps."""
    for item in node:
        if local(item) == name:
            yield item
        elif local(item) == "sdt" or local(item) in WRAPPERS:
            yield from _inside(item, name)


def _is_contents(node: etree._Element) -> bool:
    gallery = child(node, "sdtPr", "docPartObj", "docPartGallery")
    return attribute(gallery) == "Table of Contents"


def _block_id(node: etree._Element) -> str:
    """The id of the first bookmark of ours around text, else of an empty one, as a deleted paragraph leaves behind."""
    open_ids: dict[str, str] = {}
    first = ""
    for item in node.iter():
        kind = local(item)
        if kind == "bookmarkStart" and (match := BOOKMARK.fullmatch(attribute(item, "name"))):
            open_ids[attribute(item, "id")] = match[1]
            first = first or match[1]
        elif kind == "bookmarkEnd":
            open_ids.pop(attribute(item, "id"), None)
        elif kind == "t" and open_ids and item.text:
            return next(iter(open_ids.values()))
    return first
