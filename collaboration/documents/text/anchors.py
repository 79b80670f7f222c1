"""Where in a text an opinion stands, and how its place follows the text through later edits.

Positions count code points. A range is a run of characters inside one block; without a range (``start == end``) the
anchor holds the whole block, and ``quote`` is what the block said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from collaboration.documents.text.blocks import Block

SHORTEST_FOUND = 4  # a shorter quote is found in another block by chance alone
LARGEST_COMPARED = 9_000_000  # pairs of characters: a paragraph of many pages changed from end to end is read by people


@dataclass(frozen=True)
class Anchor:
    """A place in a text: a block, the range inside it, and the words that stand there."""

    block_id: str
    start: int
    end: int
    quote: str

    @property
    def is_range(self) -> bool:
        """Whether it holds some words of the block, not all of it."""
        return self.end > self.start

    @classmethod
    def on(cls, block: Block, start: int = 0, end: int = 0) -> "Anchor":
        """The anchor of a range of a block, or of the whole block."""
        if start >= end:
            return cls(block.id, 0, 0, block.text)
        return cls(block.id, start, end, block.text[start:end])

    def holds_in(self, block: Block) -> bool:
        """Whether the block says exactly these words at exactly this place."""
        found = block.text[self.start : self.end] if self.is_range else block.text
        return block.id == self.block_id and found == self.quote

    def overlaps(self, other: "Anchor") -> bool:
        """Whether two anchors share a character."""
        if self.block_id != other.block_id:
            return False
        return not (self.is_range and other.is_range) or max(self.start, other.start) < min(self.end, other.end)


def carry(anchor: Anchor, old_blocks: Sequence[Block], new_blocks: Sequence[Block]) -> Anchor | None:
    """The same place in a later text; None where it has to be placed again by a person.

    It follows its block by the id and its words by what of them is left: at least half must be. Words that left their
    block whole, as when a paragraph is split or joined, are found where they stand once and only once.
    """
    old = next((block for block in old_blocks if block.id == anchor.block_id), None)
    new = next((block for block in new_blocks if block.id == anchor.block_id), None)
    if old is not None and new is not None:
        if old.text == new.text:
            return anchor
        followed = _within(anchor, old.text, new.text) if anchor.is_range else _whole(anchor, old, new)
        if followed is not None:
            return followed
    return _elsewhere(anchor, new_blocks)


def carry_range(start: int, end: int, old: str, new: str) -> tuple[int, int] | None:
    """Where a range of one string lies in another; None when less than half of its characters are left there."""
    kept: list[tuple[int, int]] = []
    for a, b, size in _matches(old, new):
        low, high = max(a, start), min(a + size, end)
        if low < high:
            kept.append((b + low - a, b + high - a))
    if 2 * sum(high - low for low, high in kept) < end - start:
        return None
    first, last = kept[0][0], kept[-1][1]
    return first, last


def _matches(old: str, new: str) -> list[tuple[int, int, int]]:
    """Equal runs of both strings, in order: what both begin and end with, and what a comparison finds between."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    runs = [(0, 0, head)]
    if len(a) * len(b) <= LARGEST_COMPARED:
        found = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
        runs += [(head + match.a, head + match.b, match.size) for match in found]
    return [*runs, (len(old) - tail, len(new) - tail, tail)]


def _shared(old: str, new: str) -> int:
    """How many characters both begin with."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(old), len(new)))


def _within(anchor: Anchor, old: str, new: str) -> Anchor | None:
    found = carry_range(anchor.start, anchor.end, old, new)
    if found is None:
        return None
    return Anchor(anchor.block_id, *found, new[slice(*found)])


def _whole(anchor: Anchor, old: Block, new: Block) -> Anchor | None:
    if carry_range(0, len(old.text), old.text, new.text) is None:
        return None
    return replace(anchor, quote=new.text)


def _elsewhere(anchor: Anchor, blocks: Sequence[Block]) -> Anchor | None:
    if len(anchor.quote) < SHORTEST_FOUND:
        return None
    found = [(block, block.text.find(anchor.quote)) for block in blocks if anchor.quote in block.text]
    if len(found) != 1:
        return None
    block, start = found[0]
    if anchor.quote in block.text[start + 1 :]:
        return None
    return Anchor(block.id, start, start + len(anchor.quote), anchor.quote)
