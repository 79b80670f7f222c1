"""From paragraphs to a document with the structure a person would give it."""

from collections import Counter
from collections.abc import Sequence

from collaboration.documents.text.attachments import mark_lists, names_listed
from collaboration.documents.text.checks import check
from collaboration.documents.text.chrome import cut_tail, is_picture_name
from collaboration.documents.text.contents import without_contents
from collaboration.documents.text.drafts import Draft, draft_of
from collaboration.documents.text.facts import date_of, issuers_of
from collaboration.documents.text.lines import clean_lines
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.opening import Opening, read_opening, take_closing
from collaboration.documents.text.paragraphs import Paragraph
from collaboration.documents.text.passes import (
    mark_signatures,
    mark_undated_signatures,
    one_agency_a_line,
    with_recipients,
    with_titles,
)
from collaboration.documents.text.problems import Remark
from collaboration.documents.text.titles import join_lines, titles_named


def recognise(paragraphs: Sequence[Paragraph]) -> Manuscript:
    """Read the parts of a document; what is unclear becomes a remark, never a guess."""
    lines, cut = cut_tail(clean_lines(paragraphs))
    lines, contents = without_contents(lines)
    opening = read_opening([line for line in lines if line.source.style not in ("spacer", "closing")])
    take_closing(opening, [line for line in lines if line.source.style == "closing"])
    title = join_lines(opening.title_lines)
    body = opening.rest
    drafts = arranged(opening.drafts + [draft_of(line) for line in body if not is_picture_name(line.text)], title)
    opening.furniture += cut
    opening.contents += contents
    opening.pictures += sum(is_picture_name(line.text) for line in body)
    cleaned = sum((line.changes for line in lines), Counter())
    remarks = [
        *check(title, opening, drafts),
        *_left_out(opening),
        *(Remark(f"cleaned_{kind}", {"count": count}) for kind, count in sorted(cleaned.items())),
    ]
    return Manuscript(
        title=title,
        title_lines=opening.title_lines,
        number=opening.number,
        date=date_of(drafts, opening),
        issuers=tuple(issuers_of(drafts, opening, title)),
        blocks=tuple(draft.to_block() for draft in drafts),
        remarks=tuple(remarks),
    )


def arranged(drafts: list[Draft], title: str) -> list[Draft]:
    """The same with the kinds that only what stands around a line can tell."""
    drafts = with_recipients(drafts)
    mark_lists(drafts)
    drafts = one_agency_a_line(drafts)
    mark_signatures(drafts)
    drafts = with_titles(drafts, [*titles_named(title), *names_listed(drafts)])
    mark_undated_signatures(drafts)
    return drafts


def _left_out(opening: Opening) -> list[Remark]:
    remarks = []
    if opening.furniture:
        remarks.append(Remark("furniture_removed", {"count": opening.furniture}))
    if opening.pictures:
        remarks.append(Remark("pictures_left_out", {"count": opening.pictures}))
    if opening.contents:
        remarks.append(Remark("contents_left_out", {"count": opening.contents}))
    if opening.left_out:
        remarks.append(Remark("lines_left_out", {"text": "；".join(opening.left_out)[:200]}))
    return remarks
