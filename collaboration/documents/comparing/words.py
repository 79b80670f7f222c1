"""Words of Chinese text. Cutting and joining again gives the same text."""

from collections.abc import Iterable
from functools import cache


def cut(text: str) -> list[str]:
    """The words and marks of a text, in order."""
    import rjieba  # loading its dictionary takes most of a second, once, and only who compares by words needs it

    return list(rjieba.cut(text))


class Alphabet:
    """One character for every different word, so that what compares characters can compare words."""

    FIRST = 0x10000

    def __init__(self) -> None:
        self._words: list[str] = []
        self._letter = cache(self._new_letter)

    def _new_letter(self, word: str) -> str:
        self._words.append(word)
        return chr(self.FIRST + len(self._words) - 1)

    def write(self, words: Iterable[str]) -> str:
        """The words, one character each."""
        return "".join(map(self._letter, words))

    def read(self, letters: str) -> str:
        """The text again."""
        return "".join(self._words[ord(letter) - self.FIRST] for letter in letters)
