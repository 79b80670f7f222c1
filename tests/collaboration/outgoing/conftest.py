from collections.abc import Iterator

import pytest

from tests.collaboration.outgoing.smtp import Postmaster, mail_server


@pytest.fixture
def postmaster(settings) -> Iterator[Postmaster]:
    """A real mail server on loopback, to which the portal sends."""
    with mail_server() as (postmaster, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 2
        yield postmaster
