"""Two tables against each other, row by row and cell by cell."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from collaboration.documents.comparing.pieces import By, Piece, differences
from collaboration.documents.text.blocks import Rows

Cells = tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True)
class RowChange:
    """One row: ``same``, ``changed``, ``added`` or ``removed``, and the pieces of each of its cells."""

    kind: str
    cells: Cells


def compare_rows(old: Rows, new: Rows, by: By) -> tuple[RowChange, ...]:
    """The rows of both tables in order; a row with other words is shown with what changed in each cell."""
    return tuple(_compare_rows(old, new, by))


def _compare_rows(old: Rows, new: Rows, by: By) -> Iterator[RowChange]:
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (whole_row("same", row) for row in new[c:d])
            continue
        for before, after in zip_longest(old[a:b], new[c:d]):
            if before is None:
                yield whole_row("added", after)
            elif after is None:
                yield whole_row("removed", before)
            else:
                yield RowChange("changed", _cells(before, after, by))


def whole_row(kind: str, row: tuple[str, ...]) -> RowChange:
    """A row that stands, came or went as a whole."""
    return RowChange(kind, tuple((Piece(kind, cell),) if cell else () for cell in row))


def _cells(before: tuple[str, ...], after: tuple[str, ...], by: By) -> Cells:
    return tuple(differences(one, other, by) for one, other in zip_longest(before, after, fillvalue=""))
