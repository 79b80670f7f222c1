"""What start-up objects to on behalf of the seals."""

from collections.abc import Iterator

from django.conf import settings

from collaboration.sealing.models import SealCertificate


def objections() -> Iterator[str]:
    """A production portal seals with certificates that mean something outside it."""
    in_use = SealCertificate.objects.filter(is_development=True, withdrawn_at=None)
    if settings.MODE == "production" and in_use.exists():
        yield "A unit's seal has a certificate of the development authority; withdraw it."
