"""One entry of a navigation, as the shells draw it."""

from typing import NamedTuple


class Entry(NamedTuple):
    """A link with an icon; ``count`` is drawn as a badge where it is not zero."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0
