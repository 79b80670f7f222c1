"""Sessions are listed by the browsers people know."""

import pytest

from tenants.identity.templatetags.browsers import browser_name

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (WINDOWS, "Chrome · Windows"),
        (f"{WINDOWS} Edg/126.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari · iOS"),
        ("checker 1.0", "checker 1.0"),
        ("", "—"),
    ],
)
def test_browser_is_named_with_its_system(agent: str, name: str) -> None:
    assert browser_name(agent) == name
