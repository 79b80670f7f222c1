"""Where the pages of a site are, and which addresses no page may take."""

from django.urls import reverse
from django.utils.text import slugify
from wagtail.models import Page

from tenants.units.spelling import syllables

MOST_SYLLABLES = 16

RESERVED_SLUGS = frozenset(
    {
        "cms", "cms-entry", "cms-files", "display", "documents", "en", "feed.atom", "feed.rss", "healthz", "media",
        "robots.txt", "search", "sitemap.xml", "static", "verify",
    }
)  # fmt: skip


def spelled_slug(title: str) -> str:
    """A title as an address that people can type and read aloud: Chinese by its reading, whole syllables only."""
    words = slugify(" ".join(syllables(title)[:MOST_SYLLABLES])) or "page"
    return f"page-{words}" if words in RESERVED_SLUGS else words


def page_path(page: Page) -> str:
    """The path of a page on its own site, in the language of this moment.

    Every tenant has one site and its home is the first part of ``url_path``, so no query is needed.
    """
    return reverse("wagtail_serve", args=[page.url_path.split("/", 2)[2]])
