"""A server on loopback for a real browser."""

from collections.abc import Iterator

import pytest
from django.test.testcases import LiveServerThread, _StaticFilesHandler


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[int]:
    """The port of the portal, served by threads of this process."""
    with django_db_blocker.unblock():
        thread = LiveServerThread("127.0.0.1", _StaticFilesHandler, connections_override={}, port=0)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        assert thread.error is None
        yield thread.port
        thread.terminate()
