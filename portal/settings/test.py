"""Tests: real PostgreSQL as the application role, cheap password hashes."""

import os

os.environ.setdefault("PORTAL_DB_ROLE", "p_owner")

from portal.settings.base import *  # noqa: F403

DEMO = False
COMPONENT_PAGE = True
SECRET_KEY = "only for tests"  # noqa: S105
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "tenants.identity.passwords.ShownPasswordHasher",
]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PAGE_CACHE_SECONDS = 0
