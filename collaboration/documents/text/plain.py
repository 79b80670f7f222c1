"""Plain text: its encoding, its lines, and the tables that were pasted into it."""

import codecs
import re

from collaboration.documents.text import limits
from collaboration.documents.text.paragraphs import Paragraph, Source
from collaboration.documents.text.problems import Unreadable
from collaboration.documents.text.unwrapping import continues, join, unwrap

LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
PAGE_NUMBER = re.compile(
    r"\s*(?:[—–\-－]{1,2}\s*\d{1,3}\s*[—–\-－]{1,2}"
    r"|第\s*\d{1,3}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,3}\s*页)?)\s*"
)
LOST = "\ufffd"
DAMAGED = 0.01
RULE = re.compile(r"[\s|+:\-=─━—┄]+")
SIGNED = re.compile("签字|盖章|签章|签名|日期|年.*月.*日|签发人|〔")


def read_plain(data: bytes) -> Source:
    """The paragraphs of a text file in UTF-8, UTF-16 with its mark, or GB18030."""
    text = decode(data)
    if len(text) > limits.CHARACTERS:
        raise Unreadable("too_many_characters", limit=limits.CHARACTERS)
    lines = LINE_END.split(text)
    pages = sum(1 for line in lines if PAGE_NUMBER.fullmatch(line))
    return Source(paragraphs_of(text), [], {"page_numbers": pages} if pages else {})


def paragraphs_of(text: str) -> list[Paragraph]:
    """Text as it was typed or pasted: lines made whole, tables gathered."""
    paragraphs: list[Paragraph] = []
    table: list[tuple[tuple[str, ...], str]] = []
    for line in unwrap(_across_pages(LINE_END.split(text))):
        cells = _cells(line)
        if cells and (not table or len(cells) == len(table[0][0])):
            table.append((cells, line))
            continue
        if table and RULE.fullmatch(line) and line.strip():
            continue
        paragraphs += _table(table)
        table = [(cells, line)] if cells else []
        if not cells:
            paragraphs.append(Paragraph(line))
    return paragraphs + _table(table)


def _across_pages(lines: list[str]) -> list[str]:
    """The lines without page numbers and the blank lines around them, so that a sentence goes on."""
    result: list[str] = []
    turned = False
    for line in lines:
        if PAGE_NUMBER.fullmatch(line):
            turned = True
            while result and not result[-1].strip():
                result.pop()
        elif turned and not line.strip():
            continue
        elif turned and result and continues(result[-1], line):
            result[-1] = join(result[-1], line)
            turned = False
        else:
            result.append(line)
            turned = False
    return result


def decode(data: bytes) -> str:
    """A few damaged bytes become marks that are told about later; nothing else is guessed."""
    if not data.strip():
        raise Unreadable("empty")
    text = next((text for encoding in _encodings(data) if (text := _decode(data, encoding)) is not None), None)
    if text is None:
        raise Unreadable("unknown_encoding")
    if "\x00" in text:
        raise Unreadable("not_text")
    if not text.strip():
        raise Unreadable("empty")
    return text


def _encodings(data: bytes) -> tuple[str, ...]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    return ("utf-8-sig", "gb18030")


def _decode(data: bytes, encoding: str) -> str | None:
    """The text, unless more of what is not ASCII is damaged than a hundredth."""
    text = data.decode(encoding, "replace")
    lost = text.count(LOST) - data.count(LOST.encode())
    foreign = sum(1 for character in text if character > "\x7f")
    return text if lost <= foreign * DAMAGED else None


def _cells(line: str) -> tuple[str, ...]:
    """The cells of a line that is one row of a table drawn with bars or set with tabs."""
    text = line.strip(" \u3000\r")
    if text.count("|") >= 2 or (text.count("|") == 1 and " | " in text):
        cells = text.strip("|").split("|")
    elif "\t" in text.strip():
        cells = text.strip().split("\t")
    else:
        return ()
    cells = [cell.strip() for cell in cells]
    return tuple(cells) if len(cells) >= 2 and not SIGNED.search(text) and not RULE.fullmatch(text) else ()


def _table(rows: list[tuple[tuple[str, ...], str]]) -> list[Paragraph]:
    """Two rows or more are a table; one is a line that happens to hold a tab or a bar."""
    if len(rows) >= 2:
        return [Paragraph(rows=tuple(cells for cells, _ in rows))]
    return [Paragraph(line) for _, line in rows]
