"""What the public opens on a tenant's site: front page, article, list of documents, document; fresh and kept."""

from collections.abc import Callable
from functools import partial

from benchmarks.harness import QUICK, Figure, as_application, database, median_ms, queries_of

TIMES = 5 if QUICK else 30
HOST = "nanjing.portal.localhost"


def run() -> list[Figure]:
    """Queries and time of pages that nobody has asked for since something changed, and of kept ones."""
    with database():
        from django.core.cache import cache
        from django.test import Client, override_settings

        pages = _publish()
        visitor = Client(HTTP_HOST=HOST)
        figures = []

        def fresh(path: str) -> None:
            cache.clear()
            kept(path)

        def kept(path: str) -> None:
            assert visitor.get(path).status_code == 200, path

        with override_settings(PAGE_CACHE_SECONDS=60):
            for name, path in pages.items():
                figures += _figures(name, partial(fresh, path), 22, 100)
            figures += _figures("article from the cache", partial(kept, pages["article"]), 3, 5)
            figures += _figures("document from the cache", partial(kept, pages["document"]), 3, 5)
    return figures


def _figures(name: str, ask: Callable[[], None], queries: int, ms: float) -> list[Figure]:
    ask()
    return [
        Figure(f"public {name}, queries", queries_of(ask), "queries", queries),
        Figure(f"public {name}", median_ms(ask, TIMES), "ms", ms),
    ]


def _publish() -> dict[str, str]:
    """An article and 30 documents on the site; the paths to measure."""
    from django_tenants.utils import tenant_context

    from cms.birth import furnish
    from tenants.units.models import Tenant
    from tests.cms.editing import make_article
    from tests.factories.publications import make_published

    tenant = Tenant.objects.get(label="nanjing")
    furnish(tenant)
    with tenant_context(tenant):
        for number in range(30):
            article = make_article(f"样例工作动态{number}", slug=f"news-{number}")
    as_application()
    for _ in range(30):
        document = make_published("320100", "310000")
    with tenant_context(tenant):
        path = article.get_url()
    return {
        "front page": "/",
        "article": path.removeprefix(f"http://{HOST}"),
        "list of documents": "/documents/",
        "document": f"/documents/{document.public_id}/",
    }
