"""The list of a site's documents: filters in the query string, words, pages, feeds."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collaboration.publication.models import Validity
from collaboration.publication.search import Filters, find
from tenants.units.models import Tenant
from tests.factories.publications import make_published

pytestmark = pytest.mark.django_db


def shown(site, query: str = "", path: str = "/documents/") -> str:
    response = site.get(f"{path}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_newest_come_first(alliance):
    first, second = make_published(), make_published()

    html = shown(alliance)

    assert html.index(second.title) < html.index(first.title)


def test_filters_narrow_the_list_and_stay_in_the_address(alliance):
    old = make_published(issued_on=datetime.date(2025, 12, 31), kind="joint_notice", number="苏样〔2025〕1号")
    new = make_published("320100", "340100")

    def found(query: str) -> tuple[bool, bool]:
        html = shown(alliance, query)
        return old.title in html, new.title in html

    assert found("?year=2025") == (True, False)
    assert found("?kind=joint_notice") == (True, False)
    assert found("?unit=320100") == (False, True)
    assert found("?unit=320100&year=2025") == (False, False)
    assert "selected" in shown(alliance, "?unit=320100")


def test_validity_filters_too(alliance):
    gone, living = make_published(validity=Validity.REPEALED), make_published()

    assert gone.title in shown(alliance, "?validity=repealed")
    assert living.title not in shown(alliance, "?validity=repealed")
    assert gone.title not in shown(alliance, "?validity=in_force")


def test_a_filter_nobody_offers_filters_nothing(alliance):
    document = make_published()

    assert document.title in shown(alliance, "?unit=999999&year=x&kind=nothing&validity=best&page=-7")


def test_words_are_found_in_title_number_and_inside_clauses(alliance):
    tenant = Tenant.objects.get(schema_name="alliance")
    in_text = make_published(title="乙文件")
    in_title = make_published(title="互通情况的文件", number="皖样〔2026〕7号")

    assert list(find(tenant, Filters(words="互通"))) == [in_title, in_text]
    assert list(find(tenant, Filters(words="样例 〔2026〕7号"))) == [in_title]
    assert list(find(tenant, Filters(words="没有的词"))) == []


def test_long_lists_have_pages(alliance):
    documents = [make_published() for _ in range(21)]

    assert documents[0].title not in shown(alliance)
    assert documents[0].title in shown(alliance, "?page=2")
    assert 'href="?page=2"' in shown(alliance)


def test_the_list_costs_the_same_for_one_and_for_many(alliance):
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(alliance)
        return len(captured)

    make_published()
    shown(alliance)
    one = cost()
    for _ in range(5):
        make_published()

    assert cost() == one <= 15


def test_a_page_costs_few_queries(alliance):
    document = make_published()
    path = f"/documents/{document.public_id}/"
    alliance.get(path)

    with CaptureQueriesContext(connection) as captured:
        alliance.get(path)

    assert len(captured) <= 16, [query["sql"][:90] for query in captured]


@pytest.mark.parametrize("name", ["feed.rss", "feed.atom"])
def test_feeds_name_the_newest_documents(site, name):
    document, other = make_published(), make_published("320100", "340100")

    xml = shown(site("nanjing"), path=f"/documents/{name}")

    assert other.title in xml and document.title not in xml
    assert f"http://nanjing.portal.localhost:8000/documents/{other.public_id}/" in xml


def test_a_feed_of_one_unit(alliance):
    document, other = make_published(), make_published("320100", "340100")

    xml = shown(alliance, "?unit=320100", path="/documents/feed.rss")

    assert other.title in xml and document.title not in xml
