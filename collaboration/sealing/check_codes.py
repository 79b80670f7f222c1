"""The code printed on a document, by which anyone finds its record: 80 random bits in four groups.

The letters are Crockford's, none of which is taken for another.
"""

import re
import secrets
import unicodedata

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
SEPARATORS = re.compile(r"[\s\-‐‑‒–—―_.·]")
CODE = re.compile(f"[{LETTERS}]{{{LENGTH}}}")


def new_check_code() -> str:
    return _grouped("".join(secrets.choice(LETTERS) for _ in range(LENGTH)))


def read_check_code(typed: str) -> str | None:
    """The code someone typed, however they spaced it or mistook a letter; None for what is no code."""
    text = SEPARATORS.sub("", unicodedata.normalize("NFKC", typed)).upper().translate(MISREAD)
    return _grouped(text) if CODE.fullmatch(text) else None


def _grouped(text: str) -> str:
    return "-".join(text[start : start + 4] for start in range(0, LENGTH, 4))
