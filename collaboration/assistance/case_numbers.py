"""Case numbers, as they are compared."""

import unicodedata

BRACKETS = str.maketrans(dict.fromkeys("〔[【（{", "(") | dict.fromkeys("〕]】）}", ")"))


def plain_number(number: str) -> str:
    """A case number as it is compared, however it was typed: 〔2026〕, [2026] and （2026） are one."""
    return "".join(unicodedata.normalize("NFKC", number).translate(BRACKETS).split()).upper()
