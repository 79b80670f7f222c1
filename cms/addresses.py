"""Where the pages of a site are, and which addresses no page may take."""

from django.urls import reverse
from wagtail.models import Page

RESERVED_SLUGS = frozenset(
    {
        "cms", "cms-entry", "cms-files", "display", "documents", "en", "feed.atom", "feed.rss", "healthz", "media",
        "robots.txt", "search", "sitemap.xml", "static", "verify",
    }
)  # fmt: skip


def page_path(page: Page) -> str:
    """The path of a page on its own site, in the language of this moment.

    Every tenant has one site and its home is the first part of ``url_path``, so no query is needed.
    """
    return reverse("wagtail_serve", args=[page.url_path.split("/", 2)[2]])
