"""What ``check --deploy`` refuses in the settings of sign-in."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register

from tenants.identity.startup import secret_key

SHORTEST, FEWEST = 50, 5


@register(Tags.security, deploy=True)
def secrets_are_real(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A production installation has a secret key of its own, and is no demonstration."""
    found = []
    if settings.DEMO or settings.MODE == "demo":
        found.append(Error("These settings run a demonstration.", hint="Set PORTAL_MODE=production.", id="portal.E001"))
    if len(secret_key()) < SHORTEST or len(set(secret_key())) < FEWEST:
        found.append(Error("The secret key is missing or too short.", hint="See secrets/secret_key.", id="portal.E002"))
    return found
