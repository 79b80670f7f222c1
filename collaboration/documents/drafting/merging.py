"""Two people's work on one text put together, block by block; inside a block nothing is ever merged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from collaboration.documents.drafting.blocks import Line


@dataclass(frozen=True)
class Clash:
    """A block, or a field beside the text, that both changed; None where one of them has deleted it."""

    id: str
    base: Line | str | None
    mine: Line | str | None
    theirs: Line | str | None


def merge(base: Sequence[Line], mine: Sequence[Line], theirs: Sequence[Line]) -> tuple[list[Line], list[Clash]]:
    """Both texts in one, and what both changed differently, where ``theirs`` stands until somebody chooses.

    Of two orders the one that was changed is taken; where both were, theirs.
    """
    was, own, other = ({line["id"]: line for line in lines} for lines in (base, mine, theirs))
    kept = {name for name in own | other if _stays(was.get(name), own.get(name), other.get(name))}
    clashes = [
        Clash(name, was.get(name), own.get(name), other.get(name))
        for name in dict.fromkeys([*other, *own])
        if _is_clash(was.get(name), own.get(name), other.get(name))
    ]
    result: dict[str, Line] = {}
    for name in _order(list(was), list(own), list(other)):
        if name in kept:
            is_mine = name not in other or (name in own and other[name] == was.get(name))
            result[name] = own[name] if is_mine else other[name]
    return list(result.values()), clashes


def _stays(was: Line | None, own: Line | None, other: Line | None) -> bool:
    """Whether the block is in the merged text: deleted by one and left alone by the other, it is gone."""
    if own is None:
        return other != was
    return other is not None or own != was


def _is_clash(was: Line | None, own: Line | None, other: Line | None) -> bool:
    return own != was and other != was and own != other


def _order(was: list[str], own: list[str], other: list[str]) -> list[str]:
    """All ids of both: in the order of the side that moved blocks, the others behind those they stood behind."""
    in_all = set(was) & set(own) & set(other)
    unmoved = [name for name in was if name in in_all]
    only_mine_moved = [name for name in other if name in in_all] == unmoved != [name for name in own if name in in_all]
    leading, following = (own, other) if only_mine_moved else (other, own)
    order = list(leading)
    present = set(order)
    previous = None
    for name in following:
        if name not in present:
            order.insert(order.index(previous) + 1 if previous is not None else 0, name)
            present.add(name)
        previous = name
    return order


def merge_fields(
    base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[dict[str, str], list[Clash]]:
    """The same for the fields beside the text, each of them as a whole."""
    merged, clashes = dict(theirs), []
    for name, value in mine.items():
        was, other = base.get(name, ""), theirs.get(name, "")
        if other == was:
            merged[name] = value
        elif value not in (was, other):
            clashes.append(Clash(name, was, value, other))
    return merged, clashes
