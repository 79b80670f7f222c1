"""A manuscript as a .docx file in the official layout, from which it can be read back unchanged.

Every block carries its id as a bookmark, so that a file edited in Word tells which paragraphs are the
old ones.
"""

import datetime
import io
from itertools import count

from docx import Document
from docx.document import Document as WordDocument
from docx.shared import Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph as WordParagraph

from collaboration.documents.text.blocks import Block
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.word.elements import bottom_rule, element, page_number
from collaboration.documents.text.word.layout import define_styles, set_page
from collaboration.documents.text.word.styles import HEAD_STYLE, STYLE_NAMES

EPOCH = datetime.datetime(2000, 1, 1)
FIRST_BOOKMARK = 1000
PLAIN = ("agreement", "minutes")
TEXT_WIDTH_MM = 156


def export_docx(manuscript: Manuscript, *, kind: str, recipients: str = "") -> bytes:
    """``kind`` is the document's; all but those in ``PLAIN`` have a red head with the number.

    ``recipients`` are the addressees of a text none of whose blocks names them.
    """
    document = Document()
    set_page(document)
    define_styles(document)
    if kind not in PLAIN:
        _head(document, manuscript)
    for line in manuscript.title_lines or (manuscript.title,):
        _paragraph(document, "title", line)
    _paragraph(document, "spacer")
    if recipients and not manuscript.recipients:
        _paragraph(document, "recipients", recipients.rstrip("：") + "：")
    bookmarks = count(FIRST_BOOKMARK)
    for block in manuscript.blocks:
        _block(document, block, next(bookmarks))
    if not any(block.kind == "signature" for block in manuscript.blocks):
        _closing(document, manuscript)
    _footers(document)
    document.core_properties.title = manuscript.title
    document.core_properties.author = "、".join(manuscript.issuers)
    document.core_properties.created = document.core_properties.modified = EPOCH
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _paragraph(document: WordDocument, part: str, text: str = "") -> WordParagraph:
    return document.add_paragraph(text, style=STYLE_NAMES[part])


def _head(document: WordDocument, manuscript: Manuscript) -> None:
    """The names of the issuing units, 文件 beside them, the number above the red rule."""
    for _line in range(2):
        _paragraph(document, "spacer")
    if manuscript.issuers:
        table = document.add_table(rows=len(manuscript.issuers), cols=2)
        table.autofit = False
        for row, name in enumerate(manuscript.issuers):
            _mark(table, row, 0, name, 112)
        beside = table.cell(0, 1).merge(table.cell(len(manuscript.issuers) - 1, 1))
        beside.text = "文件"
        beside.width = Mm(TEXT_WIDTH_MM - 112)
        for paragraph in beside.paragraphs:
            paragraph.style = STYLE_NAMES["mark"]
    _paragraph(document, "spacer")
    bottom_rule(_paragraph(document, "number", manuscript.number or ""))
    _paragraph(document, "spacer")


def _mark(table: Table, row: int, column: int, text: str, width: int) -> None:
    cell = table.cell(row, column)
    cell.width = Mm(width)
    cell.paragraphs[0].style = STYLE_NAMES["mark"]
    cell.paragraphs[0].add_run(text)


def _block(document: WordDocument, block: Block, bookmark: int) -> None:
    if block.kind == "table":
        _table(document, block, bookmark)
        return
    paragraph = _paragraph(document, block.kind)
    _begin(paragraph, block, bookmark)
    if block.head:
        paragraph.add_run(block.head, style=HEAD_STYLE)
    if block.text[len(block.head) :]:
        paragraph.add_run(block.text[len(block.head) :])
    paragraph._p.append(element("w:bookmarkEnd", id=bookmark))


def _table(document: WordDocument, block: Block, bookmark: int) -> None:
    table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
    for row in block.rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.paragraphs[0].style = STYLE_NAMES["table"]
            cell.paragraphs[0].add_run(text)
    first = table.cell(0, 0).paragraphs[0]
    _begin(first, block, bookmark)
    first._p.append(element("w:bookmarkEnd", id=bookmark))


def _begin(paragraph: WordParagraph, block: Block, bookmark: int) -> None:
    paragraph._p.append(element("w:bookmarkStart", id=bookmark, name=f"blk_{block.id}"))


def _closing(document: WordDocument, manuscript: Manuscript) -> None:
    """Units and date below a text that does not name them itself."""
    _paragraph(document, "spacer")
    for name in manuscript.issuers:
        _paragraph(document, "closing", name)
    if manuscript.date and not any(block.kind == "date" for block in manuscript.blocks):
        date = manuscript.date
        _paragraph(document, "closing", f"{date.year}年{date.month}月{date.day}日")


def _footers(document: WordDocument) -> None:
    """Page numbers outside: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    page_number(section.footer.paragraphs[0], right=Pt(14))
    page_number(section.even_page_footer.paragraphs[0], left=Pt(14))
