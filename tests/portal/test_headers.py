"""Every answer carries the headers that keep a browser from being used against its visitor."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
}


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("desk.portal.localhost", "/accounts/login/", 200),
        ("portal.localhost", "/", 200),
        ("portal.localhost", "/nothing/", 404),
        ("sh.portal.localhost", "/verify/", 200),
        ("elsewhere.localhost", "/", 404),
    ],
)
def test_headers_are_on_every_answer(host, path, status):
    answer = Client(HTTP_HOST=host).get(path)

    assert answer.status_code == status
    assert HEADERS.items() <= dict(answer.items()).items()
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert "camera=()" in answer["Permissions-Policy"]
