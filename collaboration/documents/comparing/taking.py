"""Taking over into one text what changed in another: all of it, or the changes a person chose."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from collaboration.documents.comparing.matching import matched
from collaboration.documents.comparison import RECIPIENTS, TITLE, Comparison
from collaboration.documents.text.blocks import Block
from collaboration.documents.text.cleaning import clean
from collaboration.documents.wording import Wording


def as_edited(old: Wording, read: Wording, closing: Collection[str] = ()) -> Wording:
    """What came back in a file, as an edit of ours: our ids, and nothing changed that only the reading tidied up.

    ``closing``: names of units that an exported file carries below a text that does not name them itself.
    """
    known = {block.id: block for block in old.blocks}
    found = matched(old.blocks, read.blocks)
    blocks = [_untidied(known.get(block.id), block) for block in found if not _is_closing(block, known, closing)]
    title = old.title if clean(old.title)[0] == read.title else read.title
    recipients = old.recipients if clean(old.recipients)[0] == read.recipients else read.recipients
    return Wording(title, tuple(blocks), old.title_lines if title == old.title else read.title_lines, recipients)


def _is_closing(block: Block, known: Collection[str], closing: Collection[str]) -> bool:
    return block.kind == "signature" and block.id not in known and block.text in closing


def _untidied(before: Block | None, block: Block) -> Block:
    if before is None or before.kind != block.kind or block == before:
        return block
    block = replace(block, auto=before.auto)
    if before.kind == "table":
        tidied = tuple(tuple(clean(cell)[0] for cell in row) for row in before.rows)
        return before if tidied == block.rows else block
    text = clean(before.text)[0]
    return before if text == block.text else block


def taken_over(old: Wording, new: Wording, comparison: Comparison, chosen: Collection[str]) -> Wording:
    """Our text with the chosen changes: ids of blocks, ``title``, ``recipients``. The rest stays as it was."""
    before = {block.id: block for block in old.blocks}
    blocks: list[Block] = []
    misplaced: list[Block] = []
    for change in comparison.blocks:
        block_id = change.block.id
        if change.kind in ("added", "removed"):
            if (change.kind == "added") == (block_id in chosen):
                blocks.append(change.block)
        elif block_id in chosen or change.kind == "same":
            blocks.append(change.block)
        elif change.kind == "moved":
            misplaced.append(before[block_id])
        else:
            blocks.append(before[block_id])
    for block in misplaced:
        blocks.insert(_place(block, old.blocks, blocks), block)
    takes_title = TITLE in chosen
    return replace(
        old,
        title=new.title if takes_title else old.title,
        title_lines=new.title_lines if takes_title else old.title_lines,
        recipients=new.recipients if RECIPIENTS in chosen else old.recipients,
        blocks=tuple(blocks),
    )


def _place(block: Block, old: Sequence[Block], blocks: Sequence[Block]) -> int:
    """Behind the nearest block that stood before it."""
    present = {one.id: position for position, one in enumerate(blocks)}
    ids = [one.id for one in old]
    before = (present[one] for one in reversed(ids[: ids.index(block.id)]) if one in present)
    return next(before, -1) + 1
