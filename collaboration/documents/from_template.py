"""A template becomes the first text of a draft."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from collaboration.document_templates.models import TemplateVersion
from collaboration.document_templates.parts import Part, missing
from collaboration.documents.text.blocks import Block, new_block_id
from collaboration.documents.text.drafts import Draft, draft_of
from collaboration.documents.text.lines import Line
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.recognition import arranged
from collaboration.documents.wording import Wording

CELL = "|"
CLOSING = ("signature", "date", "note", "attachment", "issued_title")
HEADINGS = ("chapter", "article", "h1", "h2")


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


def with_part(wording: Wording, template: TemplateVersion, name: str) -> Wording:
    """The text with what the template says on a missing part, before signatures and attachments; else unchanged."""
    part = next((one for one in template.parts if one.name == name), None)
    said = _section(manuscript_of(template).blocks, part) if part else []
    taken = {block.id for block in wording.blocks}
    said = [replace(block, id=new_block_id()) if block.id in taken else block for block in said]
    end = next((at for at, block in enumerate(wording.blocks) if block.kind in CLOSING), len(wording.blocks))
    return wording.with_blocks([*wording.blocks[:end], *said, *wording.blocks[end:]])


def _section(blocks: Sequence[Block], part: Part) -> list[Block]:
    """The paragraph that names the part and, below a heading, everything up to the next one of its level."""
    at = next((at for at, block in enumerate(blocks) if not missing([part], [block.text])), None)
    if at is None:
        return []
    first = blocks[at]
    if first.kind not in HEADINGS:
        return [first]
    rest = blocks[at + 1 :]
    ends = (where for where, block in enumerate(rest) if block.kind in (first.kind, *CLOSING))
    return [first, *rest[: next(ends, len(rest))]]
