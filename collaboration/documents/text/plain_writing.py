"""A manuscript as a text file that any editor opens, down to the oldest ones."""

from collections.abc import Iterator

from collaboration.documents.text.blocks import Block
from collaboration.documents.text.manuscript import Manuscript

INDENTED = frozenset({"p", "h1", "h2", "h3", "h4", "article", "attachment", "note"})
INDENT = "\u3000\u3000"


def export_plain(manuscript: Manuscript, *, recipients: str = "") -> bytes:
    """One line for every paragraph, a table's cells between bars; Windows line ends and a mark of its encoding."""
    return "\r\n".join(_lines(manuscript, recipients)).encode("utf-8-sig") + b"\r\n"


def _lines(manuscript: Manuscript, recipients: str) -> Iterator[str]:
    if manuscript.number:
        yield from (manuscript.number, "")
    yield from manuscript.title_lines or (manuscript.title,)
    yield ""
    if recipients and not manuscript.recipients:
        yield recipients.rstrip("：") + "："
    for block in manuscript.blocks:
        yield from _block(block)
    if not any(block.kind == "signature" for block in manuscript.blocks):
        yield ""
        yield from manuscript.issuers
        if manuscript.date and not any(block.kind == "date" for block in manuscript.blocks):
            yield f"{manuscript.date.year}年{manuscript.date.month}月{manuscript.date.day}日"


def _block(block: Block) -> Iterator[str]:
    if block.kind == "table":
        yield from ("| " + " | ".join(row) + " |" for row in block.rows)
        return
    yield INDENT + block.text if block.kind in INDENTED else block.text
