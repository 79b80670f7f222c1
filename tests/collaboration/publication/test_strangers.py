"""What a program that hammers a public site can make it do."""

import io

import pytest
from django.test import RequestFactory

from collaboration.publication import throttle, uploads
from tests.factories.people import make_actor
from tests.factories.publications import publish_sealed, sealed_content

pytestmark = pytest.mark.django_db


def piece(size: int = 3_000_000) -> io.BytesIO:
    return io.BytesIO(b"x" * size)


def test_only_the_file_in_question_is_kept_in_memory(alliance):
    answer = alliance.post("/verify/", {"file": [piece(), piece()], **{f"more{n}": piece() for n in range(10)}})

    assert (answer.status_code, len(answer.wsgi_request.FILES.getlist("file"))) == (200, 1)
    assert list(answer.wsgi_request.FILES) == ["file"]


def test_a_file_after_too_many_is_not_even_read(alliance, monkeypatch):
    monkeypatch.setattr(throttle, "PER_MINUTE", 0)
    monkeypatch.setattr(uploads, "LARGEST", 10)

    answer = alliance.post("/verify/", {"file": piece()})

    assert answer.status_code == 429
    assert not hasattr(answer.wsgi_request, "_files")


def test_neighbours_in_the_old_network_are_told_apart_on_the_new_one():
    visitors = {
        throttle._visitor(RequestFactory().get("/verify/", REMOTE_ADDR=address), "verify")
        for address in ("::ffff:192.0.2.1", "::ffff:192.0.2.2", "192.0.2.1")
    }
    assert len(visitors) == 2


def test_one_odd_title_does_not_end_the_feeds(alliance):
    author = make_actor("310000")
    publish_sealed(author, sealed_content(author, title="样例\x01事项\x0b协议"))

    for path in ("/documents/feed.rss", "/documents/feed.atom"):
        assert "样例事项协议" in alliance.get(path).content.decode()
