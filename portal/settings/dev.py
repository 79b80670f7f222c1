"""The embedded demo that ``./run`` serves on loopback."""

from portal.settings.base import *  # noqa: F403

DEMO = True
COMPONENT_PAGE = True
EMAIL_BACKEND = "collaboration.outgoing.outbox.Outbox"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "portal.staticfiles.QuickStorage"}}  # noqa: F405
