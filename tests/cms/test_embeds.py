"""An address that an editor pastes makes the server ask no other host."""

import pytest
from django_tenants.utils import schema_context
from wagtail.embeds.embeds import get_embed
from wagtail.embeds.exceptions import EmbedUnsupportedProviderException

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["https://www.youtube.com/watch?v=0", "http://127.0.0.1:9/", "file:///etc/passwd"])
def test_nothing_is_fetched(address, monkeypatch):
    monkeypatch.setattr("urllib.request.urlopen", lambda *args, **more: pytest.fail("asked another host"))
    with schema_context("u320100"), pytest.raises(EmbedUnsupportedProviderException):
        get_embed(address)
