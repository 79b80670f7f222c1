"""A template becomes the first text of a draft."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from collaboration.document_templates.models import TemplateVersion
from collaboration.documents.text.drafts import Draft, draft_of
from collaboration.documents.text.lines import Line
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.recognition import arranged

CELL = "|"


def manuscript_of(template: TemplateVersion, *, title: str = "") -> Manuscript:
    """The template's text with fresh ids; what is to be filled in stands there in 【】."""
    title = title or template.title
    drafts = list(_drafts(template.paragraphs))
    if template.recipients:
        drafts.insert(0, Draft(Line(template.recipients.rstrip("：") + "："), "recipients"))
    return Manuscript(title=title, blocks=tuple(draft.to_block() for draft in arranged(drafts, title)))


def _drafts(paragraphs: Sequence[str]) -> Iterator[Draft]:
    for is_row, lines in groupby(paragraphs, key=lambda line: f" {CELL} " in line):
        if is_row:
            rows = [[cell.strip() for cell in line.strip(CELL).split(CELL)] for line in lines]
            width = max(map(len, rows))
            yield Draft(Line("", rows=tuple(tuple(row + [""] * (width - len(row))) for row in rows)), "table")
        else:
            yield from (draft_of(Line(line)) for line in lines)
