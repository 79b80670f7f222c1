"""What a person should look at in a recognised document: missing, broken and contradictory parts."""

import re
from collections.abc import Iterator, Sequence

from collaboration.documents.text.attachments import is_bare_heading, names_listed
from collaboration.documents.text.dates import broken_dates, date_line, exact_date, has_leading_zero
from collaboration.documents.text.document_numbers import broken_numbers, is_number
from collaboration.documents.text.drafts import Draft
from collaboration.documents.text.facts import date_of, letter_of
from collaboration.documents.text.numbering import Sequence as Numbers
from collaboration.documents.text.numbering import number_of
from collaboration.documents.text.opening import Opening
from collaboration.documents.text.problems import Remark
from collaboration.documents.text.titles import titles_named

LETTER = re.compile(r".*(?:通知|函|请示|报告|批复|通报)(?:（[^（）]*）)*")
AGREEMENT = re.compile(r".*(?:协议|协议书|备忘录|合同|意向书|公约)(?:（[^（）]*）)*")
MENTIONS = re.compile(r"(?:见|详见|参见|附有)附件|附件\d")
QUOTE = 20


def check(title: str, opening: Opening, drafts: Sequence[Draft]) -> list[Remark]:
    remarks = [
        *_missing(title, opening, drafts),
        *_numbers(opening, drafts),
        *_dates(opening, drafts),
        *_attachments(drafts),
        *_titles(title, drafts),
        *_numbering(drafts),
        *_characters(drafts),
    ]
    return list({(remark.code, str(remark.params)): remark for remark in remarks}.values())


def _missing(title: str, opening: Opening, drafts: Sequence[Draft]) -> Iterator[Remark]:
    kinds = {draft.kind for draft in letter_of(drafts)}
    is_letter = LETTER.fullmatch(title) is not None
    signed = is_letter or AGREEMENT.fullmatch(title) is not None
    if not title:
        yield Remark("title_missing")
    if is_letter and not opening.all_numbers:
        yield Remark("number_missing")
    if is_letter and "recipients" not in kinds:
        yield Remark("recipients_missing")
    if signed and "signature" not in kinds:
        yield Remark("signature_missing")
    if signed and "date" not in kinds and date_of(drafts, opening) is None:
        yield Remark("date_missing")


def _numbers(opening: Opening, drafts: Sequence[Draft]) -> Iterator[Remark]:
    for number in dict.fromkeys(opening.all_numbers):
        if not is_number(number):
            yield Remark("number_broken", {"text": number})
        elif number != opening.number:
            yield Remark("numbers_differ", {"text": number})
    for text in _texts(drafts):
        for number in broken_numbers(text):
            yield Remark("number_broken", {"text": number})


def _dates(opening: Opening, drafts: Sequence[Draft]) -> Iterator[Remark]:
    for draft in drafts:
        line = date_line(draft.text) if draft.kind == "date" else None
        if line and line.value is None:
            blank = not re.search(r"[^年月日号_：日期时间签署订成文落款字]", draft.text)
            yield Remark("date_blank") if blank else Remark("date_broken", {"text": draft.text})
        elif line and has_leading_zero(draft.text):
            yield Remark("date_leading_zero", {"text": draft.text})
        elif draft.kind != "date":
            for text in broken_dates(draft.text):
                yield Remark("date_broken", {"text": text})
    value = date_line(opening.fact("date"))
    if value and value.value is None:
        yield Remark("date_broken", {"text": value.text})
    listed, found = exact_date(opening.fact("date")), date_of(drafts, opening)
    if listed and found and listed != found:
        yield Remark("dates_differ", {"text": opening.fact("date")})


def _attachments(drafts: Sequence[Draft]) -> Iterator[Remark]:
    for position, draft in enumerate(drafts):
        if is_bare_heading(draft) and (position + 1 == len(drafts) or is_bare_heading(drafts[position + 1])):
            yield Remark("attachment_empty", {"text": draft.text})
    for name in names_listed(drafts):
        places = [draft for draft in drafts if draft.kind in ("attachment", "issued_title") and name in draft.text]
        if len(places) < 2:
            yield Remark("attachment_not_included", {"text": name[: 2 * QUOTE]})
    if not any(draft.kind == "attachment" for draft in drafts):
        for text in _texts(drafts):
            if MENTIONS.search(text):
                yield Remark("attachment_not_named")
                return


def _titles(title: str, drafts: Sequence[Draft]) -> Iterator[Remark]:
    """A notice that issues a text by one name and prints it under another."""
    named = titles_named(title)
    issued = next((draft.text for draft in drafts if draft.kind == "issued_title"), None)
    if named and issued and "印发" in title and issued not in named:
        yield Remark("issued_title_differs", {"text": issued})


def _numbering(drafts: Sequence[Draft]) -> Iterator[Remark]:
    numbers = Numbers()
    for draft in drafts:
        if draft.kind in ("issued_title", "attachment"):
            numbers.restart()
        number = number_of(draft.text)
        if number and number.kind == draft.kind and not numbers.follows(number):
            yield Remark("numbering_jumps", {"text": draft.text[:QUOTE]})


def _characters(drafts: Sequence[Draft]) -> Iterator[Remark]:
    """Characters that no font shows: lost in decoding, or private to one maker's software."""
    lost = sum(len(re.findall("[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd]", text)) for text in _texts(drafts))
    if lost:
        yield Remark("characters_lost", {"count": lost})


def _texts(drafts: Sequence[Draft]) -> Iterator[str]:
    for draft in drafts:
        yield draft.text
        for row in draft.line.rows:
            yield from row
