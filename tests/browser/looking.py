"""What is wrong with pages, in the looks in which every page has to hold."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.browser.visitors import Visitor

PROVE, PICTURES = bool(os.environ.get("PORTAL_PROVE")), os.environ.get("PORTAL_PICTURES")
LOOKS = [
    {"width": 1440, "language": "zh-hans"},
    {"width": 390, "language": "en", "size": "xl", "contrast": "high"},
]


def faults(visitor: Visitor, paths: Sequence[str], turn: int) -> list[str]:
    """What bars people on these pages, or hangs over the edge of the window.

    Every second page is examined by axe, with PORTAL_PROVE each; with PORTAL_PICTURES a picture of each is kept.
    """
    return [
        found for number, path in enumerate(paths) for found in on(visitor, path, by_axe=PROVE or number % 2 == turn)
    ]


def on(visitor: Visitor, path: str, *, by_axe: bool, also: int = 0) -> Iterator[str]:
    """What is wrong with one page, ``also`` in a window of another width."""
    visitor.go(path)
    if PICTURES:
        name = f"{visitor.language}-{path.strip('/').replace('/', '-')[:60] or 'start'}.png"
        visitor.page.screenshot(path=Path(PICTURES) / name, full_page=True)
    usual = visitor.page.viewport_size or {}
    for width in {usual["width"], also or usual["width"]}:
        visitor.page.set_viewport_size({**usual, "width": width})
        if (overhang := visitor.overhang()) > 0:
            yield f"{path}: {overhang} px too wide at {width}"
    visitor.page.set_viewport_size(usual)
    if by_axe and (barriers := visitor.barriers()):
        yield f"{path}: {barriers}"
