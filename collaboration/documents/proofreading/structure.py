"""The text as a whole: parts that are missing, attachments that are not there, numbers that do not follow."""

import re
from collections.abc import Iterable, Iterator, Sequence

from collaboration.document_templates.parts import Part, missing
from collaboration.documents.models import Kind
from collaboration.documents.naming import is_named_in
from collaboration.documents.proofreading.findings import Finding, Place
from collaboration.documents.text.attachments import is_bare_heading, names_listed
from collaboration.documents.text.blocks import Block
from collaboration.documents.text.numbering import Number, number_of
from collaboration.documents.text.numbering import Sequence as Numbers
from collaboration.documents.text.numerals import to_chinese
from collaboration.documents.wording import Wording

MENTION = re.compile(r"(?:见|详见|参见|附有|按照|按)?附件\s?(\d{1,2})|(?:见|详见|参见|附有)附件")


def structure(kind: str, wording: Wording, parts: Iterable[Part] = ()) -> Iterator[Finding]:
    """Findings that need more than one passage. ``parts``: what its template requires."""
    yield from missing_parts(wording, parts)
    yield from _missing(kind, wording)
    yield from _attachments(wording.blocks)
    yield from _numbering(wording.blocks)


def missing_parts(wording: Wording, parts: Iterable[Part]) -> Iterator[Finding]:
    """The required parts that no passage names."""
    texts = [wording.title, wording.recipients, *(block.text for block in wording.blocks)]
    for part in missing(parts, texts):
        yield Finding("part_missing", found=part.name, params={"words": "、".join(part.words)})


def _missing(kind: str, wording: Wording) -> Iterator[Finding]:
    if Kind(kind).is_addressed and not wording.recipients:
        yield Finding("recipients_missing")
    if not is_named_in(wording.title, Kind(kind)):
        yield Finding("title_names_no_kind", Place("title"), 0, len(wording.title), wording.title)


def _attachments(blocks: Sequence[Block]) -> Iterator[Finding]:
    own = [block for block in blocks if block.kind in ("attachment", "issued_title")]
    listed = names_listed(blocks)
    for position, block in enumerate(blocks):
        if is_bare_heading(block) and (position + 1 == len(blocks) or is_bare_heading(blocks[position + 1])):
            yield _whole("attachment_empty", block)
    for name in listed:
        naming = next((block for block in own if name in block.text), None)
        if naming and sum(name in block.text for block in own) < 2:
            start = naming.text.index(name)
            yield Finding("attachment_not_included", Place(naming.id), start, start + len(name), name)
    count = max(len(listed), sum(map(is_bare_heading, blocks)), bool(own))
    for block in blocks:
        if block.kind in ("attachment", "table"):
            continue
        for match in MENTION.finditer(block.text):
            if int(match[1] or 1) > count:
                yield Finding("attachment_not_there", Place(block.id), match.start(), match.end(), match[0])


def _numbering(blocks: Sequence[Block]) -> Iterator[Finding]:
    """Each number that does not follow the one before; the ones after it are judged as if it had been corrected."""
    numbers = Numbers()
    for block in blocks:
        if block.kind in ("issued_title", "attachment"):
            numbers.restart()
        number = number_of(block.text)
        if number is None or number.kind != block.kind:
            continue
        before = numbers.before(number)
        if not numbers.follows(number):
            numbers.count_as(number, before + 1)
            literal = _literal(number, before + 1)
            yield Finding("number_jumps", Place(block.id), 0, len(number.literal), number.literal, literal)


def _literal(number: Number, value: int) -> str:
    """The same kind of number with another value: 五、 becomes 三、, 5. becomes 3."""
    if re.search(r"\d", number.literal):
        return re.sub(r"\d+", str(value), number.literal)
    return re.sub(r"[零〇一二三四五六七八九十百两]+", to_chinese(value), number.literal)


def _whole(code: str, block: Block) -> Finding:
    return Finding(code, Place(block.id), 0, len(block.text), block.text)
