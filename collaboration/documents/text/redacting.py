"""Black out words and paragraphs for the public: what is hidden is not in the result, only a mark is, of one length.

An expression is hidden wherever it occurs, or only at the places it names: ``张三#2`` at its second one,
``张三#1,3`` at the first and the third, counted from the title on.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from collaboration.documents.text.blocks import Block

MARK = "■■■"  # says nothing of how much it stands for
CHOSEN = re.compile(r"(?P<words>.+?)\s*[#＃]\s*(?P<places>\d+(?:\s*[,，、]\s*\d+)*)")
AROUND = 10

Span = tuple[int, int]


@dataclass(frozen=True)
class Expression:
    """Words to hide: everywhere, or at some of their places."""

    words: str
    places: frozenset[int] = frozenset()

    @classmethod
    def read(cls, line: str) -> "Expression":
        found = CHOSEN.fullmatch(line)
        if found is None:
            return cls(line)
        return cls(found["words"], frozenset(int(number) for number in re.findall(r"\d+", found["places"])))

    def hides(self, place: int) -> bool:
        return not self.places or place in self.places


@dataclass(frozen=True)
class Occurrence:
    """One place of an expression, with what stands around it."""

    words: str
    number: int
    before: str
    after: str
    is_hidden: bool


@dataclass(frozen=True)
class Redacted:
    """The text as the public reads it, how many places of it are blacked out, and all places of what was sought."""

    title: str
    title_lines: tuple[str, ...]
    recipients: str
    blocks: tuple[Block, ...]
    places: int
    occurrences: tuple[Occurrence, ...] = field(default=(), repr=False)

    def missing(self, lines: Iterable[str]) -> list[str]:
        """Expressions that name a place which there is not."""
        last = Counter(one.words for one in self.occurrences)
        return [line for line in lines if (one := Expression.read(line)).places and max(one.places) > last[one.words]]


def redact(
    *,
    title: str,
    title_lines: Sequence[str],
    recipients: str,
    blocks: Iterable[Block],
    words: Iterable[str],
    block_ids: Iterable[str],
) -> Redacted:
    """Replace the words in title, recipients, paragraphs and tables, and the paragraphs whole."""
    hidden, mask = frozenset(block_ids), _Mask(words)
    shown_title, shown_recipients = mask.over(title), mask.over(recipients)
    shown = tuple(mask.over_block(block, is_whole=block.id in hidden) for block in blocks)
    texts = [shown_title, shown_recipients, *(block.text for block in shown)]
    return Redacted(
        title=shown_title,
        title_lines=tuple(title_lines) if shown_title == title else (),
        recipients=shown_recipients,
        blocks=shown,
        places=sum(text.count(MARK) for text in texts),
        occurrences=tuple(mask.occurrences),
    )


class _Mask:
    """Goes through the texts in their order and counts what it finds."""

    def __init__(self, words: Iterable[str]) -> None:
        self.sought = [Expression.read(word) for word in words if word]
        self.seen: Counter[Expression] = Counter()
        self.occurrences: list[Occurrence] = []

    def over(self, text: str) -> str:
        return _masked(text, self._spans(text))

    def over_block(self, block: Block, *, is_whole: bool) -> Block:
        if block.kind == "table":
            rows = tuple(tuple(self.over(cell) for cell in row) for row in block.rows)
            return Block.table(tuple(tuple(MARK for _cell in row) for row in rows) if is_whole else rows, block.id)
        spans = self._spans(block.text)
        if is_whole:
            return replace(block, text=MARK, head="")
        text, head = (
            _masked(block.text, spans),
            _masked(block.head, [one for one in spans if one[1] <= len(block.head)]),
        )
        return replace(block, text=text, head=head if text.startswith(head) else "")

    def _spans(self, text: str) -> list[Span]:
        """What is hidden of this text, in its order; what overlaps is one place."""
        found: list[Span] = []
        for start, end in sorted(span for one in self.sought for span in self._hidden(one, text)):
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
        return found

    def _hidden(self, sought: Expression, text: str) -> Iterator[Span]:
        start = text.find(sought.words)
        while start >= 0:
            end = start + len(sought.words)
            self.seen[sought] += 1
            number = self.seen[sought]
            hides = sought.hides(number)
            around = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
            self.occurrences.append(Occurrence(sought.words, number, *around, is_hidden=hides))
            if hides:
                yield start, end
            start = text.find(sought.words, end)


def _masked(text: str, spans: Sequence[Span]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + MARK + text[end:]
    return text
