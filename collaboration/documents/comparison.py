"""What changed between two versions: blocks matched by their ids, then characters inside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from collaboration.documents.text.blocks import Block

SHORTEST_KEPT = 2  # an unchanged run shorter than this between two edits only makes them hard to read


@dataclass(frozen=True)
class Piece:
    """A run of characters: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


@dataclass(frozen=True)
class BlockChange:
    """One block in the order of the new version; removed ones stand where they stood."""

    kind: str  # same, changed, added, removed, moved
    block: Block
    pieces: tuple[Piece, ...]


def compare(old: Sequence[Block], new: Sequence[Block]) -> list[BlockChange]:
    """Every block of both versions, each with what happened to it."""
    before = {block.id: block for block in old}
    positions = {block.id: index for index, block in enumerate(old)}
    after = {block.id for block in new}
    moved = _moved(old, new)
    changes: list[BlockChange] = []
    gone = [(index, block) for index, block in enumerate(old) if block.id not in after]
    for block in new:
        if block.id in before:
            while gone and gone[0][0] < positions[block.id] and block.id not in moved:
                changes.append(_removed(gone.pop(0)[1]))
        changes.append(_change(before.get(block.id), block, block.id in moved))
    changes.extend(_removed(block) for _index, block in gone)
    return changes


def only_changes(changes: Sequence[BlockChange]) -> list[BlockChange]:
    """Without the blocks that stayed as they were."""
    return [change for change in changes if change.kind != "same"]


def _moved(old: Sequence[Block], new: Sequence[Block]) -> set[str]:
    """The blocks outside the longest order that both versions share."""
    kept = {block.id for block in new} & {block.id for block in old}
    first = [block.id for block in old if block.id in kept]
    second = [block.id for block in new if block.id in kept]
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for start, _second, size in matcher.get_matching_blocks():
        kept -= set(first[start : start + size])
    return kept


def _removed(block: Block) -> BlockChange:
    return BlockChange("removed", block, (Piece("removed", block.text),))


def _change(before: Block | None, block: Block, is_moved: bool) -> BlockChange:
    if before is None:
        return BlockChange("added", block, (Piece("added", block.text),))
    if before.text != block.text:
        return BlockChange("changed", block, tuple(differences(before.text, block.text)))
    kind = "moved" if is_moved else "same" if before.kind == block.kind else "changed"
    return BlockChange(kind, block, (Piece("same", block.text),))


def differences(old: str, new: str) -> Iterator[Piece]:
    """The characters of both texts; edits that almost touch are shown as one."""
    removed = added = ""
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for index, (tag, a, b, c, d) in enumerate(codes):
        between = 0 < index < len(codes) - 1
        if tag != "equal" or (between and b - a < SHORTEST_KEPT):
            removed += old[a:b]
            added += new[c:d]
            continue
        yield from _edit(removed, added)
        removed = added = ""
        yield Piece("same", old[a:b])
    yield from _edit(removed, added)


def _edit(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)
