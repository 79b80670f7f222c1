"""What is wrong with pages, in the looks in which every page has to hold."""

import os
from collections.abc import Sequence
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
    found = []
    for number, path in enumerate(paths):
        visitor.go(path)
        if PICTURES:
            name = f"{visitor.language}-{path.strip('/').replace('/', '-')[:60] or 'start'}.png"
            visitor.page.screenshot(path=Path(PICTURES) / name, full_page=True)
        if (overhang := visitor.overhang()) > 0:
            found.append(f"{path}: {overhang} px too wide")
        if (PROVE or number % 2 == turn) and (barriers := visitor.barriers()):
            found.append(f"{path}: {barriers}")
    return found
