"""What search engines may read of a site: an index of its pages and documents, and robots.txt."""

from collections.abc import Callable, Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.addresses import page_path
from collaboration.publication.around import interpretations_on
from collaboration.publication.models import PublishedDocument
from tenants.hosts import site_url

IN_ONE_FILE = 10_000
Entry = tuple[str, str, str]  # path, English path, day of the last change
XML = "application/xml"


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything but the administration and the answers of verification."""
    lines = [
        "User-agent: *",
        "Disallow: /cms/",
        "Disallow: /verify/?",
        f"Sitemap: {site_url(request.tenant, '/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of this site's sitemaps."""
    documents = PublishedDocument.objects.on_site(request.tenant).count()
    names = ["pages", *(f"documents-{number}" for number in range(1, documents // IN_ONE_FILE + 2))]
    addresses = [site_url(request.tenant, f"/sitemap-{name}.xml") for name in names]
    return render(request, "cms/sitemap_index.xml", {"addresses": addresses}, content_type=XML)


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One of them."""
    name, _dash, number = section.partition("-")
    sources: dict[str, Callable[[], Iterator[Entry]]] = {
        "pages": _pages,
        "documents": lambda: _documents(request, _file_number(number)),
    }
    if name not in sources:
        raise Http404
    entries = [
        (site_url(request.tenant, path), site_url(request.tenant, english), day)
        for path, english, day in sources[name]()
    ]
    return render(request, "cms/sitemap.xml", {"entries": entries}, content_type=XML)


def _file_number(text: str) -> int:
    """Which file of several is asked for; the first where it is no number that could be one."""
    return int(text) if text.isdecimal() and len(text) < 7 else 1


def _pages() -> Iterator[Entry]:
    pages = Page.objects.live().filter(depth__gt=1).order_by("path")
    for page in pages.only("url_path", "last_published_at")[:IN_ONE_FILE]:
        path, day = page_path(page), page.last_published_at
        yield path, f"/en{path}", day.date().isoformat() if day else ""


def _documents(request: HttpRequest, number: int) -> Iterator[Entry]:
    start = (max(1, number) - 1) * IN_ONE_FILE
    rows = PublishedDocument.objects.on_site(request.tenant).only("public_id", "published_at")
    for document in rows[start : start + IN_ONE_FILE]:
        path = f"/documents/{document.public_id}/"
        yield path, f"/en{path}", document.published_at.date().isoformat()
    if number <= 1:
        for one in interpretations_on(request.tenant).only("public_id", "published_at")[:IN_ONE_FILE]:
            path = f"/interpretations/{one.public_id}/"
            yield path, f"/en{path}", one.published_at.date().isoformat()
