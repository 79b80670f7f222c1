"""Codes on papers that are never published: spaces register who answers for theirs. Nothing about persons is told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """What may be told to whoever holds the paper: one sentence, advice, and facts such as units and telephones."""

    is_standing: bool  # genuine and still good, or genuine and ended
    sentence: str
    advice: str
    facts: Sequence[tuple[str, str]]


finders: list[Callable[[str], Known | None]] = []


def find(code: str) -> Known | None:
    """What some space knows of this code."""
    return next((known for finder in finders if (known := finder(code))), None)
