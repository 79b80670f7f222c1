"""What a password must be made of, beyond Django's own checks; and how one is kept that hides nothing."""

import re

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

CLASSES = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")
WANTED = 3
LONG_ENOUGH = 20


class ClassesValidator:
    """Three of four: small letters, capitals, digits, other characters. A long sentence may do without."""

    def validate(self, password: str, user: object = None) -> None:
        found = sum(bool(re.search(kind, password)) for kind in CLASSES)
        if found < WANTED and len(password) < LONG_ENOUGH:
            raise ValidationError(self.get_help_text(), code="password_too_simple")

    def get_help_text(self) -> str:
        return _(
            "The password needs three of: small letters, capital letters, digits, other characters; "
            "or at least 20 characters."
        )


class ShownPasswordHasher(PBKDF2PasswordHasher):
    """For the password of a demonstration, which every page shows: nothing is gained by making its check slow.

    Only settings of demonstrations and tests name it, so such a password opens nothing anywhere else.
    """

    algorithm = "shown"
    iterations = 1
