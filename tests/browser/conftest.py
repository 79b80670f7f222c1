"""The demonstration on loopback, and a real browser to walk through it."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tenants.identity.models import Installation
from tests.browser.visitors import Audience
from tests.ownership import as_owner
from tests.server import ROOT, Server

SETTINGS = "tests.demo_settings"


@pytest.fixture(scope="session")
def static_files() -> None:
    """The files as they are served in life: under names of their content, compressed. One worker makes them for all."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": SETTINGS}
    command = [sys.executable, "-m", "django", "collectstatic", "--noinput", "--verbosity", "0"]
    with (Path(os.environ["PORTAL_DATA"]) / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (settings.STATIC_ROOT / "staticfiles.json").exists():
            subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextmanager
def _demonstration(database: str) -> Iterator[Server]:
    with as_owner():
        Installation.objects.update(mode=Installation.Mode.DEMO)
    server = Server(database, Path(os.environ["PORTAL_DATA"]))
    server.environment["DJANGO_SETTINGS_MODULE"] = SETTINGS
    try:
        server.start_web()
        yield server
    finally:
        server.stop()


@pytest.fixture
def portal_of_test(own_database: str, static_files: None) -> Iterator[Server]:
    """The demonstration for one test."""
    with _demonstration(own_database) as server:
        yield server


@pytest.fixture(scope="module")
def portal_of_module(module_database: str, static_files: None) -> Iterator[Server]:
    """The demonstration for all tests of a module, each with people and matters of its own."""
    with _demonstration(module_database) as server:
        yield server


@pytest.fixture
def portal(request: pytest.FixtureRequest) -> Server:
    """The demonstration; a test that needs workers starts them, unless it is marked to share ``one_portal``."""
    is_shared = request.node.get_closest_marker("one_portal")
    return request.getfixturevalue("portal_of_module" if is_shared else "portal_of_test")


@pytest.fixture
def audience(browser: Browser, portal: Server) -> Iterator[Audience]:
    """Everybody who opens the portal in this test; at its end nobody may have met an error or another host."""
    audience = Audience(browser, portal)
    yield audience
    audience.close()
    assert audience.complaints == []
