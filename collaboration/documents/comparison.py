"""What changed between two versions: blocks matched by their ids, then characters or words inside them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from collaboration.documents.comparing.pieces import By, Piece, differences
from collaboration.documents.comparing.tables import RowChange, compare_rows, whole_row
from collaboration.documents.text.blocks import Block
from collaboration.documents.wording import Wording

TITLE, RECIPIENTS = "title", "recipients"


@dataclass(frozen=True)
class BlockChange:
    """One block in the order of the new version; removed ones stand where they stood."""

    kind: str  # same, changed, added, removed, moved
    block: Block
    pieces: tuple[Piece, ...]
    rows: tuple[RowChange, ...] = ()  # of a table


@dataclass(frozen=True)
class LineChange:
    """Title or recipients, where they differ."""

    part: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Comparison:
    """Two texts against each other."""

    lines: tuple[LineChange, ...]
    blocks: tuple[BlockChange, ...]

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not self.lines and not only_changes(self.blocks)

    @property
    def counts(self) -> Counter[str]:
        """How many blocks were changed, added, removed, moved."""
        return Counter(change.kind for change in only_changes(self.blocks))


def compare_texts(old: Wording, new: Wording, by: By = By.CHARACTERS) -> Comparison:
    """Title, recipients and every block of both texts."""
    lines = [(TITLE, old.title, new.title), (RECIPIENTS, old.recipients, new.recipients)]
    return Comparison(
        tuple(LineChange(part, differences(one, other, by)) for part, one, other in lines if one != other),
        tuple(compare(old.blocks, new.blocks, by)),
    )


def compare(old: Sequence[Block], new: Sequence[Block], by: By = By.CHARACTERS) -> list[BlockChange]:
    """Every block of both versions, each with what happened to it."""
    before = {block.id: block for block in old}
    moved = _moved(old, new)
    return [
        _removed(block) if is_gone else _change(before.get(block.id), block, block.id in moved, by)
        for is_gone, block in _in_order(old, new, moved)
    ]


def only_changes(changes: Sequence[BlockChange]) -> list[BlockChange]:
    """Without the blocks that stayed as they were."""
    return [change for change in changes if change.kind != "same"]


def _in_order(old: Sequence[Block], new: Sequence[Block], moved: set[str]) -> Iterator[tuple[bool, Block]]:
    """Every block once, and whether it is gone; those gone stand before the block they stood before."""
    positions = {block.id: index for index, block in enumerate(old)}
    after = {block.id for block in new}
    gone = [block for block in old if block.id not in after]
    passed = 0
    for block in new:
        if block.id in positions and block.id not in moved:
            while passed < len(gone) and positions[gone[passed].id] < positions[block.id]:
                yield True, gone[passed]
                passed += 1
        yield False, block
    yield from ((True, block) for block in gone[passed:])


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
    return _whole("removed", "removed", block)


def _whole(kind: str, piece: str, block: Block) -> BlockChange:
    return BlockChange(kind, block, (Piece(piece, block.text),), tuple(whole_row(piece, row) for row in block.rows))


def _change(before: Block | None, block: Block, is_moved: bool, by: By) -> BlockChange:
    if before is None:
        return _whole("added", "added", block)
    if before.text == block.text:
        kind = "moved" if is_moved else "same" if before.kind == block.kind else "changed"
        return _whole(kind, "same", block)
    rows = compare_rows(before.rows, block.rows, by) if before.rows and block.rows else ()
    return BlockChange("changed", block, differences(before.text, block.text, by), rows)
