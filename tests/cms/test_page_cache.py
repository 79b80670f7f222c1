"""Visitors get whole pages from the cache, and never an old one after an act of an editor or a publication."""

import datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.models import SectionPage
from collaboration.publication.models import Validity, ValidityChange
from tests.factories.people import make_actor
from tests.factories.publications import make_published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings):
    settings.PAGE_CACHE_SECONDS = 60
    cache.clear()
    yield
    cache.clear()


def read(reader, path: str) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as captured:
        response = reader.get(path)
    assert response.status_code == 200
    assert "script-src 'self'" in response["Content-Security-Policy"]
    asked = [query for query in captured if "set_config" not in query["sql"]]
    return response.content.decode(), len(asked)


def test_the_second_visit_costs_two_queries(born, visitor):
    born("nanjing")
    first, _cost = read(visitor("nanjing"), "/disclosure/")

    second, cost = read(visitor("nanjing"), "/disclosure/")

    assert second == first
    assert cost == 2


def test_two_sites_never_share_a_page(born, visitor):
    born("nanjing"), born("hefei")

    nanjing, _cost = read(visitor("nanjing"), "/")
    hefei, _cost = read(visitor("hefei"), "/")

    assert "南京市城市管理局" in nanjing and "南京市城市管理局" not in hefei


def test_text_size_and_language_have_pages_of_their_own(born, visitor):
    born("nanjing")
    plain, _cost = read(visitor("nanjing"), "/")
    large = visitor("nanjing")
    large.cookies["size"] = "xl"

    assert 'data-size="xl"' in read(large, "/")[0] and 'data-size="m"' in plain
    assert '<html lang="en"' in read(visitor("nanjing"), "/en/")[0]


def test_publishing_a_page_is_seen_at_once(born, visitor, inside):
    tenant = born("nanjing")
    read(visitor("nanjing"), "/news/")
    with inside(tenant):
        page = SectionPage.objects.get(slug="news")
        page.title = "新的栏目名称"
        page.save_revision(user=make_actor("320100").user).publish()

    assert "新的栏目名称" in read(visitor("nanjing"), "/news/")[0]


def test_publishing_a_document_and_changing_its_validity_are_seen_at_once(born, visitor):
    born("nanjing")
    read(visitor("nanjing"), "/documents/")
    document = make_published("320100", "340100")

    listed, _cost = read(visitor("nanjing"), "/documents/")
    with make_actor("320100").acting():
        yesterday = datetime.date.today() - datetime.timedelta(days=1)
        ValidityChange.objects.create(document=document, validity=Validity.REPEALED, since=yesterday)

    assert document.title in listed
    assert 'class="pill grey"' in read(visitor("nanjing"), "/documents/")[0]


def test_answers_of_verification_and_searches_are_never_kept(born, visitor):
    born("nanjing")
    for path in ("/verify/?code=0000", "/search/?q=x"):
        assert read(visitor("nanjing"), path)[1] > 2
        assert read(visitor("nanjing"), path)[1] > 2
