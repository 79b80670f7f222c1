"""Which characters of a text the typefaces cannot show as they should."""

from dataclasses import dataclass

from collaboration.typesetting.fonts import FontSet, available_fonts

INVISIBLE = frozenset("\n\r\t\u00a0\u2002\u2003\u200b\ufeff")


@dataclass(frozen=True)
class Missing:
    """A character its own face lacks. ``shown_in`` names the face that fills in; empty: nothing can print it."""

    character: str
    shown_in: str


def missing_characters(text: str, *, role: str = "fang", fonts: FontSet | None = None) -> list[Missing]:
    """The characters of this text that the face of this role lacks, each once, in the order they occur."""
    own, *others = (fonts or available_fonts()).faces[role]
    missing = []
    for character in dict.fromkeys(text):
        code = ord(character)
        if character in INVISIBLE or code in own.characters():
            continue
        filling_in = next((face.family for face in others if code in face.characters()), "")
        missing.append(Missing(character, filling_in))
    return missing
