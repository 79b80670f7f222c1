"""A finding: a stretch of one passage, why it is marked, and what should stand there if that is certain."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from collaboration.documents.text.blocks import Block, rows_as_text
from collaboration.documents.text.numbering import head_of
from collaboration.documents.text.titles import join_lines
from collaboration.documents.wording import Wording

TITLE, RECIPIENTS = "title", "recipients"
BLOCKING = frozenset({"part_missing", "no_typeface"})
AROUND = 14  # characters shown on either side


@dataclass(frozen=True, order=True)
class Place:
    """One passage of a text: a block's id, ``title`` or ``recipients``; in a table also row and column."""

    part: str
    row: int = -1
    column: int = -1


@dataclass(frozen=True)
class Finding:
    """``start`` and ``end`` count characters of the passage; a finding on the whole text has no place."""

    code: str
    place: Place | None = None
    start: int = 0
    end: int = 0
    found: str = ""
    correction: str | None = None
    params: dict[str, object] = field(default_factory=dict, compare=False)

    @property
    def blocks(self) -> bool:
        """Whether the text cannot be sent like this."""
        return self.code in BLOCKING

    @property
    def key(self) -> str:
        """What a form sends back to name this finding; it fits no other text."""
        place = f"{self.place.part}.{self.place.row}.{self.place.column}" if self.place else ""
        return f"{self.code}:{place}:{self.start}:{self.found}"


@dataclass(frozen=True)
class Excerpt:
    """A finding in its sentence: what stands before it, itself, what follows."""

    before: str
    found: str
    after: str


def passages(wording: Wording) -> Iterator[tuple[Place, str]]:
    """Everything a reader reads, passage by passage, in order."""
    yield Place(TITLE), wording.title
    yield Place(RECIPIENTS), wording.recipients
    for block in wording.blocks:
        if block.kind != "table":
            yield Place(block.id), block.text
        for number, row in enumerate(block.rows):
            for column, cell in enumerate(row):
                yield Place(block.id, number, column), cell


def excerpt(finding: Finding, text: str) -> Excerpt:
    """The finding with a few characters around it; an ellipsis where the passage goes on."""
    before, after = text[: finding.start], text[finding.end :]
    return Excerpt(
        before if len(before) <= AROUND else f"…{before[-AROUND:]}",
        finding.found,
        after if len(after) <= AROUND else f"{after[:AROUND]}…",
    )


def corrected(wording: Wording, findings: Iterable[Finding]) -> Wording:
    """The text with these corrections made; of two that touch the same characters the first wins."""
    by_place: dict[Place, list[Finding]] = {}
    for finding in findings:
        if finding.place is not None and finding.correction is not None:
            by_place.setdefault(finding.place, []).append(finding)
    texts = {place: _replaced(text, by_place[place]) for place, text in passages(wording) if place in by_place}
    blocks = tuple(_with(block, texts) for block in wording.blocks)
    title, lines = texts.get(Place(TITLE), wording.title), wording.title_lines
    if join_lines(lines) != title:
        lines = ()
    return Wording(title, blocks, lines, texts.get(Place(RECIPIENTS), wording.recipients))


def _replaced(text: str, findings: Sequence[Finding]) -> str:
    done, parts = 0, []
    for finding in sorted(findings, key=lambda one: (one.start, one.end)):
        if finding.start >= done and text[finding.start : finding.end] == finding.found:
            parts += [text[done : finding.start], finding.correction or ""]
            done = finding.end
    return "".join([*parts, text[done:]])


def _with(block: Block, texts: dict[Place, str]) -> Block:
    if block.kind != "table":
        text = texts.get(Place(block.id), block.text)
        return block if text == block.text else replace(block, text=text, head=head_of(block.kind, text))
    rows = tuple(
        tuple(texts.get(Place(block.id, number, column), cell) for column, cell in enumerate(row))
        for number, row in enumerate(block.rows)
    )
    return block if rows == block.rows else replace(block, rows=rows, text=rows_as_text(rows))
