"""Paragraphs cut into lines that carry one statement each, cleaned."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from collaboration.documents.text.blocks import Rows
from collaboration.documents.text.cleaning import clean
from collaboration.documents.text.dates import date_line
from collaboration.documents.text.document_numbers import number_line
from collaboration.documents.text.organs import is_organ
from collaboration.documents.text.paragraphs import Paragraph
from collaboration.documents.text.signing import is_signing, signing_lines

GAP = re.compile("[\u00a0\u3000 ]{2,}|\t+| +(?=\\d{4}年)| (?=签发人)")
SIDE_BY_SIDE = 6
LONGEST = 200
DATED = re.compile(r"([^，。；：]{3,60}?)\s?(\d{4}年\d{1,2}月\d{1,2}日|[〇○零O0一二三四五六七八九]{4}年.{2,6}日)")
SIGNER = re.compile(r"签发人(?:[：:].*)?")


@dataclass(frozen=True)
class Line:
    """A cleaned paragraph and the one it came from."""

    text: str
    source: Paragraph = field(default_factory=Paragraph)
    rows: Rows = ()
    changes: Counter[str] = field(default_factory=Counter)

    @property
    def is_owned(self) -> bool:
        """It comes back from a file of ours with its id, so its part in the document is known."""
        return bool(self.source.block_id)


def clean_lines(paragraphs: Iterable[Paragraph]) -> list[Line]:
    """The lines worth reading; each knows how often a kind of cleaning was needed."""
    lines: list[Line] = []
    for paragraph in _with_each_id_once(paragraphs):
        signing = [] if paragraph.block_id else signing_lines(paragraph.rows)
        if paragraph.rows and not signing:
            lines.append(_clean_table(paragraph))
            continue
        for part in [paragraph.text] if paragraph.block_id else signing or split_statements(paragraph.text):
            text, changes = clean(part)
            if text:
                lines.append(Line(text, paragraph, changes=changes))
    return lines


def _with_each_id_once(paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """A paragraph copied inside a file brings its id along: the first one keeps it."""
    seen: set[str] = set()
    for paragraph in paragraphs:
        if paragraph.block_id in seen:
            yield replace(paragraph, block_id="")
        else:
            seen |= {paragraph.block_id} - {""}
            yield paragraph


def split_statements(text: str) -> list[str]:
    """Two things set side by side become two: a number and its signer, an agency and a date, two signing parties."""
    if len(text) > LONGEST:
        return [text]
    signed = DATED.fullmatch(clean(text)[0]) if text.rstrip().endswith("日") else None
    if signed and is_organ(signed[1]):
        return [signed[1], signed[2]]
    parts = [part for part in GAP.split(text.strip()) if part.strip()]
    if not 2 <= len(parts) <= SIDE_BY_SIDE:
        return [text]
    cleaned = [clean(part)[0] for part in parts]
    together = [part for part in parts[1:] if SIGNER.match(clean(part)[0])]
    if together and number_line(cleaned[0]):
        return [parts[0], " ".join(parts[1:])]
    dated = any(date_line(part) for part in cleaned) and all(is_organ(part) or date_line(part) for part in cleaned)
    return parts if dated or all(is_signing(part) for part in cleaned) else [text]


def _clean_table(paragraph: Paragraph) -> Line:
    changes: Counter[str] = Counter()
    rows = []
    for row in paragraph.rows:
        cells = [clean(cell.replace("\n", " ")) for cell in row]
        rows.append(tuple(text for text, _ in cells))
        changes.update(sum((made for _, made in cells), Counter()))
    return Line("", paragraph, tuple(rows), changes)
