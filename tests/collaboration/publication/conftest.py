"""Requests to public sites."""

import pytest
from django.conf import settings
from django.test import Client

ALLIANCE = "portal.localhost"


class Site:
    """A visitor of one host."""

    def __init__(self, host: str) -> None:
        self.client = Client(HTTP_HOST=host)

    def get(self, path: str, **more):
        return self.client.get(path, **more)

    def post(self, path: str, data, **more):
        return self.client.post(path, data, **more)


@pytest.fixture
def alliance() -> Site:
    return Site(ALLIANCE)


@pytest.fixture
def site():
    """``site("sh")``: the site with this label."""
    return lambda label: Site(f"{label}.portal.localhost")


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    """A store of files for each test."""
    monkeypatch.setattr(settings, "FILES_ROOT", tmp_path / "files")
