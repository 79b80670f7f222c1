"""The words a unit can be asked for, and what it speaks of. Every space registers its own in ready()."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor

Label = str | Promise


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a unit: what it is called, and the waiting steps of the matter that ask for it, if any do."""

    label: Label
    steps: Sequence[str] = ()


@dataclass(frozen=True)
class Subject:
    """What would be agreed to now. A new digest makes earlier agreements void."""

    digest: str
    title: str
    variant: str = ""  # the sort of matter, as chains may differ by
    is_normative: bool = False
    facts: Sequence[tuple[str, str]] = ()  # of the manuscript sheet, in Chinese
    places: Sequence[tuple[str, str]] = ()  # paragraphs an internal opinion can be given on: id and words


@dataclass(frozen=True)
class Space:
    """Everything approval has to know of one kind of matter."""

    words: Mapping[str, Word]
    subject: Callable[[Actor, Matter, str], Subject]
    variants: Mapping[str, Label] = field(default_factory=dict)
    gathers: Sequence[str] = ()  # waiting steps before which departments may be asked for their opinions
    has_normative: bool = False
    prepare: Callable[[Actor, Matter, str], None] | None = None  # what was written last is kept before it is submitted


_spaces: dict[str, Space] = {}


def register(kind: str, space: Space) -> None:
    """Make the words of one kind of matter known; called from ``ready()``."""
    _spaces[kind] = space


def space_of(kind: str) -> Space | None:
    """The space of a kind of matter, where it has words that may need approval."""
    return _spaces.get(kind)


def all_spaces() -> Mapping[str, Space]:
    """Every registered space by its kind of matter."""
    return _spaces


def label(kind: str, word: str) -> Label:
    """What a word is called."""
    space = _spaces.get(kind)
    return space.words[word].label if space and word in space.words else word
