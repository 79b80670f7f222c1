"""What the browser tests serve: the demonstration's settings, where a password confirms an act, with the tests' key."""

from portal.settings.dev import *  # noqa: F403

SECRET_KEY = "only for tests"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "tenants.identity.passwords.ShownPasswordHasher",
]
