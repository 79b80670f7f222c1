"""What this database is, for good: written once, when the database is prepared for the first time."""

from django.conf import settings

from tenants.identity.models import Installation


def mark() -> None:
    """Write down whether this is a demonstration, unless it is written already. Owner only."""
    if not Installation.objects.exists():
        mode = Installation.Mode.DEMO if settings.DEMO else Installation.Mode.PRODUCTION
        Installation.objects.create(mode=mode)


def mode() -> str:
    """What this database is; empty before it was prepared."""
    row = Installation.objects.first()
    return row.mode if row else ""
