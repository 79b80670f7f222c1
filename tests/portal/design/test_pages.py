"""Shells and components answer on every host, in both languages, and remember how a reader wants to see them."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
DESK, SITE = "desk.portal.localhost", "sh.portal.localhost"


@pytest.mark.parametrize("host", [DESK, SITE])
def test_components_page_is_complete_on_desk_and_site(client: Client, host: str) -> None:
    answer = client.get("/components/", headers={"host": host})

    assert answer.status_code == 200
    assert "<svg" in answer.text
