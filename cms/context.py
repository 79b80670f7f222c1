"""What the public shell shows on every page of a site: its name and foot, its columns."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from cms.addresses import page_path
from cms.pages.base import SITE_HOME_DEPTH, display_title
from cms.pages.section import SectionPage
from cms.site_settings import SiteSettings


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's settings and columns, asked for only by pages that show them."""
    if getattr(request, "tenant", None) is None or request.path.startswith("/cms/"):
        return {}  # the desk; Wagtail's administration, whose own names these would hide
    return {
        "site_settings": SimpleLazyObject(lambda: SiteSettings.load(request).translated()),
        "columns": SimpleLazyObject(lambda: columns(request)),
        "search_url": reverse("search"),
        "footer_links": [
            (_("Check a document"), reverse("publication:verify")),
            (_("Open data"), reverse("publication:open_data")),
        ],
    }


def top_sections() -> QuerySet[SectionPage]:
    """The columns right below the front page that stand in the menu, in their order."""
    sections = SectionPage.objects.live().in_menu().filter(depth=SITE_HOME_DEPTH + 1).order_by("path")
    return sections.only("pk", "title", "title_en", "url_path")


def columns(request: HttpRequest) -> list[dict[str, Any]]:
    """The navigation of the site; the column one is in is marked."""
    entries = [
        (_("Home"), reverse("wagtail_serve", args=[""])),
        (_("Joint documents"), reverse("publication:list")),
        *((display_title(section), page_path(section)) for section in top_sections()),
        (_("Check a document"), reverse("publication:verify")),
    ]
    home = entries[0][1]
    return [
        {"label": label, "url": url, "current": request.path == url or (url != home and request.path.startswith(url))}
        for label, url in entries
    ]
