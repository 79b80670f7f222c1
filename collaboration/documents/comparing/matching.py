"""Which block of another text is which of ours: by its id, by its words, else by what it resembles."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from collaboration.documents.text.blocks import Block

ALIKE = 0.5  # share of the pairs of characters that two paragraphs have in common
TOO_COMMON = 24  # a pair of characters in more paragraphs than this says nothing about which one it is


def matched(old: Sequence[Block], new: Sequence[Block]) -> list[Block]:
    """The new blocks, each with the id of the old block that it is; ids of strangers never meet ours."""
    known = {block.id for block in old}
    pairs = {block.id: block.id for block in new if block.id in known}
    _pair_equal(old, new, pairs)
    _pair_similar(old, new, pairs)
    return [replace(block, id=pairs[block.id]) if block.id in pairs else block for block in new]


def _pair_equal(old: Sequence[Block], new: Sequence[Block], pairs: dict[str, str]) -> None:
    """Paragraphs that say the same, in the order both texts share."""
    mine, theirs = _left(old, pairs.values()), _left(new, pairs)
    matcher = SequenceMatcher(None, [one.text for one in mine], [one.text for one in theirs], autojunk=False)
    for start, second, size in matcher.get_matching_blocks():
        for offset in range(size):
            pairs[theirs[second + offset].id] = mine[start + offset].id


def _pair_similar(old: Sequence[Block], new: Sequence[Block], pairs: dict[str, str]) -> None:
    """The most alike first; a block that resembles none enough is new."""
    mine, theirs = _left(old, pairs.values()), _left(new, pairs)
    found = sorted(_likenesses(mine, theirs), key=lambda one: (-one[0], one[1], one[2]))
    taken: set[int] = set()
    for _likeness, number, position in found:
        if theirs[number].id not in pairs and position not in taken:
            pairs[theirs[number].id] = mine[position].id
            taken.add(position)


def _likenesses(mine: Sequence[Block], theirs: Sequence[Block]) -> Iterable[tuple[float, int, int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    sizes = []
    for position, block in enumerate(mine):
        digrams = _digrams(block)
        sizes.append(len(digrams))
        for digram in digrams:
            places[digram].append(position)
    for number, block in enumerate(theirs):
        digrams = _digrams(block)
        telling = [digram for digram in digrams if len(places.get(digram, ())) <= TOO_COMMON]
        shared = Counter(position for digram in telling for position in places.get(digram, ()))
        for position, count in shared.items():
            likeness = 2 * count / (len(telling) + sizes[position])
            if likeness >= ALIKE and (mine[position].kind == "table") == (block.kind == "table"):
                yield likeness, number, position


def _digrams(block: Block) -> frozenset[str]:
    text = "".join(block.text.split())
    return frozenset(text[at : at + 2] for at in range(max(len(text) - 1, 1)))


def _left(blocks: Sequence[Block], taken: Iterable[str]) -> list[Block]:
    ids = set(taken)
    return [block for block in blocks if block.id not in ids]
