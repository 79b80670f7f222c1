"""Numbers by which a person could be found do not stand in words that are kept in the open."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

IDENTITY = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dXx])", re.ASCII
)
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"


def has_identity(words: str) -> bool:
    """Whether a number stands here that can be that of a resident identity card (GB 11643)."""
    plain = unicodedata.normalize("NFKC", words)
    return any(_is_right(found[0]) for found in IDENTITY.finditer(plain))


def _is_right(number: str) -> bool:
    counted = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECKS[counted % 11] == number[17].upper()


def without_identity(words: str) -> None:
    """For words between units. Raises ``ValidationError``."""
    if has_identity(words):
        raise ValidationError(
            _("The number of an identity card stands here. Put it into the field that asks for it, or into a file.")
        )


def without_numbers(words: str) -> None:
    """For titles, which go into lists, mails and searches. Raises ``ValidationError``."""
    without_identity(words)
    if MOBILE.search(unicodedata.normalize("NFKC", words)):
        raise ValidationError(_("A mobile telephone number stands here; titles go into lists, mails and searches."))
