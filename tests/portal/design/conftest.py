"""A server on loopback and a real browser; without a browser these tests are skipped with one line."""

import os
from collections.abc import Iterator

import pytest
from django.test.testcases import LiveServerThread, _StaticFilesHandler
from playwright.sync_api import Browser, Playwright, sync_playwright

from launch.browsers import browser_at_hand


@pytest.fixture(scope="session")
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


@pytest.fixture(scope="session")
def playwright_driver() -> Iterator[Playwright]:
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps an event loop in this thread
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright_driver: Playwright) -> Browser:
    program = browser_at_hand()
    if program is None:
        pytest.skip("no Chromium on this machine")
    return playwright_driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
