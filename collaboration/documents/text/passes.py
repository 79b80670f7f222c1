"""What a line is by what stands around it: recipients, signatures, titles below the letter."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from collaboration.documents.text.attachments import is_bare_heading
from collaboration.documents.text.document_numbers import number_line
from collaboration.documents.text.drafts import Draft
from collaboration.documents.text.lines import Line
from collaboration.documents.text.opening import ADDRESSED, BRACKETED, PARTY
from collaboration.documents.text.organs import is_organ, organs_in
from collaboration.documents.text.titles import LINES, is_title_like, join_lines, wrapped_title

LEAD_IN = re.compile(r"(?:为|根据|按照|经|现将?|兹|鉴于|关于).*|.*(?:如下|下列|以下|包括|做到|要求|明确)：")
REPRESENTATIVE = re.compile(
    r"(?:(?:法定|授权|委托|签字)?代表人?|负责人|委托代理人|经办人|地址|电话|开户行|账号)(?:（[^）]*）)?[：:].{0,40}"
)
CLOSED_BY = ("date", "note", "signature")


def with_recipients(drafts: list[Draft]) -> list[Draft]:
    """Whom the letter addresses: the first paragraph, if it ends like a form of address."""
    at = next((at for at, draft in enumerate(drafts) if draft.kind not in ("signer", "note", "date")), None)
    if at is None or not _is_open(drafts[at]) or "。" in drafts[at].text:
        return drafts
    first, second = drafts[at], drafts[at + 1] if at + 1 < len(drafts) else None
    if first.text.endswith(("，", "、")) and second and _is_open(second) and _addresses(second.text):
        first = Draft(replace(first.line, text=first.text + second.text), "p")
        drafts = [*drafts[:at], first, *drafts[at + 2 :]]
    bare = ADDRESSED.match(first.text) and len(first.text) <= 200 and not first.text.endswith(("；", "，", "："))
    if bare or _addresses(first.text):
        first.kind = "recipients"
    return drafts


def _addresses(text: str) -> bool:
    return text.endswith("：") and "。" not in text and not LEAD_IN.fullmatch(text) and not PARTY.match(text)


def one_agency_a_line(drafts: Sequence[Draft]) -> list[Draft]:
    """Agencies that share a line above a date get a line each."""
    result: list[Draft] = []
    below = ""
    for draft in reversed(drafts):
        names = organs_in(draft.text) if _is_open(draft) and below in ("date", "organs") else []
        if names:
            result += [Draft(replace(draft.line, text=name), "p") for name in reversed(names)]
        else:
            result.append(draft)
        below = "organs" if names else draft.kind
    return result[::-1]


def mark_signatures(drafts: Sequence[Draft]) -> None:
    """Agencies right above a date, and the parties' lines at the end of an agreement."""
    for position, draft in enumerate(drafts):
        if draft.kind == "date":
            for above in reversed(drafts[:position]):
                if not (_is_open(above) and is_organ(above.text)):
                    break
                above.kind = "signature"
    for group in _groups(drafts, _may_sign):
        if any(draft.kind in ("signature", "date") for draft in group):
            for draft in group:
                if draft.kind == "p":
                    draft.kind = "signature"


def mark_undated_signatures(drafts: Sequence[Draft]) -> None:
    """Agencies below the last sentence of a letter that nobody dated."""
    for position, draft in enumerate(drafts):
        above = drafts[position - 1] if position else None
        if not (above and (above.text.endswith("。") or above.kind == "attachment") and _is_signatory(draft)):
            continue
        end = position
        while end < len(drafts) and _is_signatory(drafts[end]):
            end += 1
        below = drafts[end].kind if end < len(drafts) else "note"
        if end - position <= 6 and below in ("note", "attachment", "issued_title") and above.kind != "issued_title":
            for signing in drafts[position:end]:
                signing.kind = "signature"


def with_titles(drafts: Sequence[Draft], known: Sequence[str]) -> list[Draft]:
    """Titles of issued and attached texts, each joined from the lines it was wrapped over."""
    result: list[Draft] = []
    position = 0
    while position < len(drafts):
        count = _title_lines(drafts, position, known)
        if count:
            lines = [draft.line for draft in drafts[position : position + count]]
            changes = sum((line.changes for line in lines), Counter())
            merged = Line(join_lines([line.text for line in lines]), lines[0].source, changes=changes)
            result.append(Draft(merged, "issued_title"))
        else:
            result.append(drafts[position])
            count = 1
        position += count
    _mark_below_titles(result)
    return result


def _mark_below_titles(drafts: Sequence[Draft]) -> None:
    """A remark in brackets below a title, and the address of a notice that is passed on."""
    for position, draft in enumerate(drafts):
        below = [other for other in drafts[position + 1 : position + 3] if _is_open(other)]
        if draft.kind != "issued_title" or not below:
            continue
        if BRACKETED.fullmatch(below[0].text):
            below[0].kind = "note"
        addressed = below[-1] if number_line(below[0].text) else below[0]
        if ADDRESSED.match(addressed.text) and _addresses(addressed.text):
            addressed.kind = "recipients"


def _title_lines(drafts: Sequence[Draft], position: int, known: Sequence[str]) -> int:
    texts: list[str] = []
    for draft in drafts[position : position + LINES]:
        if not (_is_open(draft) and is_title_like(draft.text)):
            break
        texts.append(draft.text)
    if not texts or position + len(texts) > len(drafts):
        return 0
    above = drafts[position - 1] if position else None
    count = wrapped_title(texts, known)
    is_known = count > 0 and join_lines(texts[:count]) in known
    if above is not None and is_bare_heading(above):
        return count or 1
    if is_known and (above is None or above.kind != "recipients"):
        return count
    closed = above is not None and above.kind in CLOSED_BY
    return count if closed and position + count < len(drafts) else 0


def _is_open(draft: Draft) -> bool:
    return draft.kind == "p" and not draft.is_settled()


def _is_signatory(draft: Draft) -> bool:
    return _is_open(draft) and is_organ(draft.text)


def _may_sign(draft: Draft) -> bool:
    if draft.kind in ("signature", "date"):
        return True
    return _is_open(draft) and (PARTY.match(draft.text) or REPRESENTATIVE.fullmatch(draft.text)) is not None


def _groups(drafts: Sequence[Draft], belongs: Callable[[Draft], bool]) -> list[list[Draft]]:
    """Unbroken runs below the first sentence of the text."""
    groups: list[list[Draft]] = [[]]
    begun = False
    for draft in drafts:
        begun = begun or "。" in draft.text
        if begun and belongs(draft):
            groups[-1].append(draft)
        elif groups[-1]:
            groups.append([])
    return groups
