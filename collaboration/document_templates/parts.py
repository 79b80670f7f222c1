"""The parts a document must have, and which of them a text lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

OR = "/"


@dataclass(frozen=True)
class Part:
    """A part is there where any of its words stands in the text; the first of them is its name."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, line: str) -> "Part":
        """From one line of a form: words that mean the same, with a stroke between them."""
        words = (word.strip() for word in line.replace("／", OR).split(OR))
        return cls(tuple(word for word in words if word))

    @property
    def name(self) -> str:
        """What people call it."""
        return self.words[0] if self.words else ""

    def __str__(self) -> str:
        return OR.join(self.words)


def missing(parts: Iterable[Part], texts: Sequence[str]) -> list[Part]:
    """The parts that no passage of the text names."""
    return [part for part in parts if not any(word in text for word in part.words for text in texts)]


def parts_in(lines: str) -> list[Part]:
    """One part for every line that says something."""
    return [part for part in map(Part.of, lines.splitlines()) if part.words]
