"""The embedded demo that ``./run`` serves on loopback."""

from portal.settings.base import *  # noqa: F403

DEMO = True
COMPONENT_PAGE = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "outbox"  # noqa: F405
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "portal.staticfiles.QuickStorage"}}  # noqa: F405
