"""From the blocks of a text to what the layout sets: main text, list of attachments, texts that follow it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from collaboration.typesetting.document import Block

SAID_ELSEWHERE = frozenset({"recipients", "signature", "date", "note", "signer", "title", "number"})
ARTICLE = re.compile(r"^第[零〇一二三四五六七八九十百千\d]+条")
ATTACHMENT_LABEL = re.compile(
    r"^(附件\s*[\d一二三四五六七八九十]*)$|^(附件\s*[\d一二三四五六七八九十]+)[：:\s]*(\S.*)$"
)
ATTACHMENT_LIST = re.compile(r"^附件\s*[：:]\s*")
ITEMS = re.compile(r"(?:^|\s*)\d{1,3}[.．、]\s*")
ATTENDANCE = re.compile(r"^((?:出席|请假|缺席|列席)(?:人员|单位)?[：:])(.+)$", re.DOTALL)
LONGEST_HEADING = 40
LONGEST_TITLE_LINE = 20

Line = dict[str, Any]


@dataclass
class Body:
    """What comes before the seals, the attachments named there, and the texts after them."""

    main: list[Line] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)
    following: list[Line] = field(default_factory=list)


def arrange(blocks: Iterable[Block]) -> Body:
    """Sort the blocks by where they are printed and say how each is set."""
    body = Body()
    has_ended = False
    for block in blocks:
        kind, text = block["kind"], str(block.get("text", "")).strip()
        label = ATTACHMENT_LABEL.match(text) if kind == "attachment" else None
        has_ended = has_ended or kind == "issued_title" or label is not None
        if label:
            body.following += _attachment_heading(label)
        elif has_ended:
            body.following.append(_following_line(block, kind, text))
        elif kind == "attachment":
            body.attachments += _attachment_names(text)
        elif kind not in SAID_ELSEWHERE:
            body.main.append(_line(block, kind, text))
    return body


def _line(block: Block, kind: str, text: str) -> Line:
    if kind == "table":
        return {"style": "table", "rows": [[str(cell) for cell in row] for row in block.get("rows", ())]}
    if kind == "p" and (attendance := ATTENDANCE.match(text)):
        return {"style": "attendance", "lead": attendance[1], "text": attendance[2]}
    lead, rest = _split(kind, str(block.get("head") or ""), text)
    return {"style": kind, "lead": lead, "text": rest}


def _split(kind: str, head: str, text: str) -> tuple[str, str]:
    """The part in the heading's face and the part in the face of the text."""
    if head:
        return head, text.removeprefix(head)
    if kind == "article" and (number := ARTICLE.match(text)):
        return number.group(), text[number.end() :].lstrip()
    if kind in {"h1", "chapter"} or (kind == "h2" and len(text) <= LONGEST_HEADING):
        return text, ""
    return "", text


def _attachment_heading(label: re.Match[str]) -> list[Line]:
    """The label at the top of an attachment's first page, and its title when that stands in the same line."""
    lines = [{"style": "attachment_label", "lead": "", "text": label[1] or label[2]}]
    if label[3]:
        lines.append(_title(label[3]))
    return lines


def _title(text: str) -> Line:
    return {"style": "issued_title", "lines": proposed_lines(text)}


def _following_line(block: Block, kind: str, text: str) -> Line:
    if kind == "issued_title":
        return _title(text)
    if kind in {"date", "signature", "note"}:
        return {"style": kind, "lead": "", "text": text}
    return _line(block, "p" if kind in SAID_ELSEWHERE or kind == "attachment" else kind, text)


def _attachment_names(text: str) -> list[str]:
    """The names in an attachment note, without the word and the numbers, which the layout writes itself."""
    names = ITEMS.split(ATTACHMENT_LIST.sub("", text))
    return [name.strip().rstrip("。；;") for name in names if name.strip()]


def proposed_lines(title: str) -> list[str]:
    """Break a title that nobody broke into lines of about equal length."""
    count = -(-len(title) // LONGEST_TITLE_LINE)
    length = -(-len(title) // count) if count else 0
    return [title[start : start + length] for start in range(0, len(title), length)] if length else []
