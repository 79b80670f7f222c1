"""What a page weighs: the document as it is sent, its own files as they are sent compressed."""

import re

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db
KB = 1024
OWN_FILE = re.compile(r'(?:href|src)="/static/([^"]+)"')
IN_STYLES = re.compile(r'url\("([^"]+)"\)')


def weight(page: str) -> tuple[int, int]:
    """Requests and bytes of a page with everything it loads, whatever its width."""
    paths = set(OWN_FILE.findall(page))
    styles = finders.find("portal/portal.css")
    with open(styles, encoding="utf-8") as file:
        paths |= {f"portal/{found}" for found in IN_STYLES.findall(file.read())}
    sizes = []
    for path in paths:
        with open(finders.find(path), "rb") as file:
            sizes.append(len(brotli.compress(file.read())))
    return 1 + len(paths), len(page.encode()) + sum(sizes)


@pytest.mark.parametrize("path", ["/components/", "/en/components/"])
def test_public_page_stays_light(client: Client, path: str) -> None:
    requests, size = weight(client.get(path, headers={"host": "sh.portal.localhost"}).text)

    assert requests <= 6
    assert size <= 40 * KB


def test_desk_page_stays_light(client: Client) -> None:
    requests, size = weight(client.get("/components/", headers={"host": "desk.portal.localhost"}).text)

    assert requests <= 8
    assert size <= 70 * KB


def test_own_script_stays_small() -> None:
    with open(finders.find("portal/portal.js"), "rb") as file:
        assert len(brotli.compress(file.read())) <= 5 * KB
