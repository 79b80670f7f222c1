import hashlib
import inspect

import pytest
from wagtail.contrib.redirects.apps import WagtailRedirectsAppConfig
from wagtail.documents.apps import WagtailDocsAppConfig
from wagtail.images.apps import WagtailImagesAppConfig
from wagtail.snippets.apps import WagtailSnippetsAppConfig

FOLLOWED = {
    WagtailRedirectsAppConfig: "19d1a78049d84e47",
    WagtailSnippetsAppConfig: "1ac35b5ed4034956",
    WagtailDocsAppConfig: "4cdf87a46dbf81ef",
    WagtailImagesAppConfig: "52e409385bb1ad62",
}


@pytest.mark.parametrize("config", FOLLOWED, ids=lambda config: config.__name__)
def test_what_we_do_in_wagtails_place_is_what_wagtail_does(config):
    """After an upgrade of Wagtail: read what changed, follow it in cms/wagtail_apps.py, then write the digest here."""
    source = inspect.getsource(config.ready)
    assert hashlib.sha256(source.encode()).hexdigest()[:16] == FOLLOWED[config]
