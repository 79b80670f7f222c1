"""Real PostgreSQL for every test, as the application's own role.

Each worker clones the prepared database of the run's cluster (``tests.plugin``). Fixtures that only the owner may write
stand in ``as_owner()``.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from launch import browsers
from tests import databases

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def _cluster() -> databases.Cluster:
    return databases.Cluster(Path(os.environ["PORTAL_TEST_CLUSTER"]))


def _connect_to(name: str) -> None:
    """Point Django's connection of this process at a database, as p_app behind the owner's login."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = name
    connection.settings_dict["OPTIONS"] = {"options": "-c role=p_app"}


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """One clone of the prepared database for each worker."""
    name = f"test_{WORKER or 'main'}"
    _cluster().clone("portal", name)
    with django_db_blocker.unblock():
        _connect_to(name)
    yield
    with django_db_blocker.unblock():
        from django.db import connection

        connection.close()
    _cluster().drop(name)


@pytest.fixture(autouse=True)
def _out_of_every_tenant() -> Iterator[None]:
    """A request leaves its connection with the tenant it served; the next test begins with none."""
    from django.db import connection

    connection.set_schema_to_public()
    yield


@contextmanager
def _clone(blocker: Any, ending: str) -> Iterator[str]:
    """A clone to commit into; dropped afterwards, since the record refuses to be emptied."""
    before = f"test_{WORKER or 'main'}"
    name = f"{before}_{ending}"
    _cluster().drop(name)
    _cluster().clone("portal", name)
    with blocker.unblock():
        _connect_to(name)
        yield name
        _connect_to(before)
    _cluster().drop(name)


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database for one test that really commits."""
    with _clone(django_db_blocker, "own") as name:
        yield name


@pytest.fixture(scope="module")
def module_database(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[str]:
    """A database for all tests of a module: they really commit, and mind what the others left."""
    with _clone(django_db_blocker, "module") as name:
        yield name


@contextmanager
def _running(database: str) -> Iterator[Any]:
    from tests.server import running

    with running(database, Path(os.environ["PORTAL_DATA"])) as server:
        yield server


@pytest.fixture
def served_test(own_database: str) -> Iterator[Any]:
    """The product on loopback, on a database of this test's own."""
    with _running(own_database) as server:
        yield server


@pytest.fixture(scope="module")
def served_module(module_database: str) -> Iterator[Any]:
    """The product on loopback for all tests of a module, each with people and matters of its own."""
    with _running(module_database) as server:
        yield server


@pytest.fixture
def served(request: pytest.FixtureRequest) -> Any:
    """The product on loopback; of this test's own unless it is marked to share ``one_portal``."""
    is_shared = request.node.get_closest_marker("one_portal")
    return request.getfixturevalue("served_module" if is_shared else "served_test")


@pytest.fixture(scope="module")
def playwright_driver() -> Iterator["Playwright"]:
    """One at a time in a thread, and ended with its module: its running event loop is in the way of others."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as driver:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps an event loop in this thread
        yield driver


@pytest.fixture(scope="module")
def browser(playwright_driver: "Playwright") -> "Browser":
    """Chromium with Chinese typefaces; a machine without one skips, unless PORTAL_REQUIRE asks for it."""
    program = browsers.browser_at_hand()
    if program is None:
        without = pytest.fail if "browser" in os.environ.get("PORTAL_REQUIRE", "").split(",") else pytest.skip
        without("no Chromium on this machine")
    environment = {"FONTCONFIG_FILE": str(browsers.font_settings()), **os.environ}
    return playwright_driver.chromium.launch(executable_path=program, args=CHROMIUM, env=environment)
