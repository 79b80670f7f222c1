"""Lists on paper: headed tables with facts above them, one after the other, as PDF."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from collaboration.typesetting.sheet import typeset_by


@dataclass(frozen=True)
class Listing:
    """One list: its title, facts above the table, and the table, whose columns have shares of the width."""

    title: str
    facts: Sequence[tuple[str, str]]
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    shares: Sequence[int]


def typeset_lists(lists: Sequence[Listing], *, by: str, at: str) -> bytes:
    """The lists as PDF, each on a page of its own; who printed it and when stands below."""
    return typeset_by("lists.typ", {"lists": [asdict(one) for one in lists], "by": by, "at": at})
