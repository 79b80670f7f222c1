"""Two passages against each other: what both say, what only one says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from diff_match_patch import diff_match_patch

from collaboration.documents.comparing.words import Alphabet, cut

SHORTEST_KEPT = 2  # an unchanged run shorter than this between two edits only makes them hard to read
SECONDS = 0.5  # for one passage; later than that the answer is coarser, never wrong
Diff = tuple[int, str]
REMOVED, SAME, ADDED = -1, 0, 1


class By(StrEnum):
    """The smallest thing that counts as changed."""

    CHARACTERS = "characters"
    WORDS = "words"


@dataclass(frozen=True)
class Piece:
    """A run of characters: ``same``, ``added`` or ``removed``."""

    kind: str
    text: str


def differences(old: str, new: str, by: By = By.CHARACTERS) -> tuple[Piece, ...]:
    """Both passages as pieces; edits that almost touch are shown as one."""
    if old == new:
        return (Piece("same", old),) if old else ()
    if by is By.CHARACTERS:
        return tuple(_joined(_diffs(old, new), SHORTEST_KEPT))
    alphabet = Alphabet()
    letters = _diffs(alphabet.write(cut(old)), alphabet.write(cut(new)))
    return tuple(_joined([(kind, alphabet.read(run)) for kind, run in letters], SHORTEST_KEPT))


def _diffs(old: str, new: str) -> list[Diff]:
    engine = diff_match_patch()
    engine.Diff_Timeout = SECONDS
    diffs: list[Diff] = engine.diff_main(old, new, False)
    engine.diff_cleanupSemantic(diffs)
    return diffs


def _joined(diffs: Iterable[Diff], shortest: int) -> Iterator[Piece]:
    removed = added = held = ""  # held: an unchanged run too short to stand between two edits
    for kind, run in diffs:
        if kind == SAME and (removed or added) and not held and len(run) < shortest:
            held = run
            continue
        if kind == SAME:
            yield from _edit(removed, added)
            yield Piece("same", held + run)
            removed = added = held = ""
            continue
        removed += held + (run if kind == REMOVED else "")
        added += held + (run if kind == ADDED else "")
        held = ""
    yield from _edit(removed, added)
    if held:
        yield Piece("same", held)


def _edit(removed: str, added: str) -> Iterator[Piece]:
    if removed:
        yield Piece("removed", removed)
    if added:
        yield Piece("added", added)
