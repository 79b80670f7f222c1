"""Organisation codes for the demonstration (GB 11714): computed, never taken from a real organisation."""

from string import ascii_uppercase, digits

WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
VALUES = {character: value for value, character in enumerate(digits + ascii_uppercase)}
MARK = "DM"


def demonstration_code(division_code: str) -> str:
    """A code that is well formed and plainly no real one: ``DM``, the division's six digits, the check character."""
    body = MARK + division_code[:6]
    return body + check_character(body)


def check_character(body: str) -> str:
    """The ninth character of a code, from its first eight."""
    weighted = sum(weight * VALUES[character] for weight, character in zip(WEIGHTS, body, strict=True))
    return "0123456789X"[-weighted % 11]
