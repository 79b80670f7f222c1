"""What adopting a proposal does to the text: exactly the words it names are changed, or nothing is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from collaboration.documents.text.anchors import Anchor
from collaboration.documents.text.blocks import Block, new_block_id
from collaboration.documents.text.numbering import head_of, number_of

MODIFY, DELETE, ADD = "modify", "delete", "add"


class NotApplicable(ValueError):
    """The words that a proposal names do not stand there, or the change would break a table."""


@dataclass(frozen=True)
class Proposal:
    """What shall become of the words at an anchor: other words, none, or more words behind them."""

    kind: str
    anchor: Anchor
    words: str = ""

    def excludes(self, other: "Proposal") -> bool:
        """Whether only one of the two can be adopted as it stands."""
        same_place = self.anchor.overlaps(other.anchor)
        if ADD in (self.kind, other.kind) and not (self.anchor.is_range and other.anchor.is_range):
            return self.kind == other.kind and not self.anchor.is_range and same_place and self.words != other.words
        return same_place and (self.kind, self.words) != (other.kind, other.words)


def applied(blocks: Sequence[Block], proposal: Proposal) -> list[Block]:
    """The text with the proposal in it; ``NotApplicable`` where its words are no longer there."""
    anchor = proposal.anchor
    if not any(anchor.holds_in(block) for block in blocks):
        raise NotApplicable
    changed: list[Block] = []
    for block in blocks:
        changed += _changed(block, proposal) if block.id == anchor.block_id else [block]
    return changed


def _changed(block: Block, proposal: Proposal) -> list[Block]:
    anchor, words = proposal.anchor, "" if proposal.kind == DELETE else proposal.words
    if not anchor.is_range and proposal.kind == DELETE:
        return []
    if not anchor.is_range and proposal.kind == ADD:
        return [block, *_paragraphs(words)]
    start, end = (anchor.start, anchor.end) if anchor.is_range else (0, len(block.text))
    text = block.text[: end if proposal.kind == ADD else start] + words + block.text[end:]
    if block.kind == "table":
        return [_table(block, text)]
    first, *rest = text.splitlines() or [""]
    if not first.strip():
        return _paragraphs("\n".join(rest))
    return [replace(block, text=first, head=head_of(block.kind, first)), *_paragraphs("\n".join(rest))]


def _table(block: Block, text: str) -> Block:
    rows = tuple(tuple(line.split("\t")) for line in text.split("\n"))
    if [len(row) for row in rows] != [len(row) for row in block.rows]:
        raise NotApplicable
    return Block.table(rows, block.id)


def _paragraphs(words: str) -> list[Block]:
    lines = [line.strip() for line in words.splitlines() if line.strip()]
    kinds = [number.kind if (number := number_of(line)) else "p" for line in lines]
    return [Block(new_block_id(), kind, line, head_of(kind, line)) for kind, line in zip(kinds, lines, strict=True)]
