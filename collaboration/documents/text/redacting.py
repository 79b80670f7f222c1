"""Black out words and paragraphs for the public: what is hidden is not in the result, only a mark of one length is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from collaboration.documents.text.blocks import Block

MARK = "■■■"  # says nothing of how much it stands for


@dataclass(frozen=True)
class Redacted:
    """The text as the public reads it, and how many places of it are blacked out."""

    title: str
    title_lines: tuple[str, ...]
    recipients: str
    blocks: tuple[Block, ...]
    places: int


def redact(
    *,
    title: str,
    title_lines: Sequence[str],
    recipients: str,
    blocks: Iterable[Block],
    words: Iterable[str],
    block_ids: Iterable[str],
) -> Redacted:
    """Replace every occurrence of the words, in title, recipients, paragraphs and tables, and the paragraphs whole."""
    hidden, sought = frozenset(block_ids), sorted({word for word in words if word}, key=len, reverse=True)
    shown = tuple(_whole(block) if block.id in hidden else _without(block, sought) for block in blocks)
    shown_title = _masked(title, sought)
    texts = [shown_title, _masked(recipients, sought), *(block.text for block in shown)]
    return Redacted(
        title=shown_title,
        title_lines=tuple(title_lines) if shown_title == title else (),
        recipients=texts[1],
        blocks=shown,
        places=sum(text.count(MARK) for text in texts),
    )


def _masked(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, MARK)
    return text


def _without(block: Block, words: Sequence[str]) -> Block:
    if block.kind == "table":
        return Block.table(tuple(tuple(_masked(cell, words) for cell in row) for row in block.rows), block.id)
    text, head = _masked(block.text, words), _masked(block.head, words)
    return replace(block, text=text, head=head if text.startswith(head) else "")


def _whole(block: Block) -> Block:
    if block.kind == "table":
        return Block.table(tuple(tuple(MARK for _cell in row) for row in block.rows), block.id)
    return replace(block, text=MARK, head="")
