"""Starts the run's own PostgreSQL, orders tests, times none. Loaded with ``-p`` before Django reads its settings."""

import os
import shutil

import hypothesis
import pytest

from tests import databases

_cluster: databases.Cluster | None = None
if "PORTAL_TEST_CLUSTER" not in os.environ:  # workers inherit it
    _cluster = databases.start_cluster()
    os.environ.update(_cluster.environment("p_owner"), PORTAL_TEST_CLUSTER=str(_cluster.data))

UNTIMED = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("untimed", UNTIMED)
hypothesis.settings.load_profile("untimed")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones begin, so that no worker waits for another at the end."""
    items.sort(key=lambda item: not any(item.get_closest_marker(name) for name in ("slow", "browser")))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the cluster with the run."""
    if _cluster is not None:
        _cluster.destroy()
        shutil.rmtree(_cluster.data, ignore_errors=True)
