"""Fonts of an OFD: of every typeface only the characters that the document shows."""

import io
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from collaboration.typesetting.fonts import FontSet

NAME_OF_POSTSCRIPT, FAMILY = 6, 1


class UnknownFont(LookupError):
    """The file is set in a typeface that this machine does not have any more."""


def path_of(name: str, fonts: FontSet) -> Path:
    """The file of a typeface by the name that the PDF gives it. Raises ``UnknownFont``."""
    for faces in fonts.faces.values():
        for face in faces:
            if postscript_name(face.path) == name:
                return face.path
    raise UnknownFont(name)


@lru_cache(maxsize=32)
def postscript_name(path: Path) -> str:
    with TTFont(path, lazy=True) as font:
        return str(font["name"].getDebugName(NAME_OF_POSTSCRIPT))


@lru_cache(maxsize=32)
def family_name(path: Path) -> str:
    with TTFont(path, lazy=True) as font:
        return str(font["name"].getDebugName(FAMILY))


def cut_to(path: Path, characters: str) -> tuple[str, bytes]:
    """The typeface with these characters alone, and how its file name ends."""
    options = subset.Options(layout_features=[], notdef_outline=True, hinting=False)
    with TTFont(path) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=characters)
        subsetter.subset(font)
        made = io.BytesIO()
        font.save(made)
        return ("otf" if "CFF " in font else "ttf"), made.getvalue()
