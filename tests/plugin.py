"""Starts the run's own PostgreSQL. Loaded with ``-p`` so that it is there before Django reads its settings."""

import os
import shutil

import pytest

from tests import databases

_cluster: databases.Cluster | None = None
if "PORTAL_TEST_CLUSTER" not in os.environ:  # workers inherit it
    _cluster = databases.start_cluster()
    os.environ.update(_cluster.environment("p_owner"), PORTAL_TEST_CLUSTER=str(_cluster.data))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the cluster with the run."""
    if _cluster is not None:
        _cluster.destroy()
        shutil.rmtree(_cluster.data, ignore_errors=True)
