"""The embedded demo that ``./run`` serves on loopback."""

from portal.settings.base import *  # noqa: F403

DEMO = True
COMPONENT_PAGE = True
PASSWORD_HASHERS = [*PASSWORD_HASHERS, "tenants.identity.passwords.ShownPasswordHasher"]  # noqa: F405
EMAIL_BACKEND = "collaboration.outgoing.outbox.Outbox"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "portal.staticfiles.QuickStorage"}}  # noqa: F405
