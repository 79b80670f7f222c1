"""The front page of a site."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.body import BodyField
from cms.pages.article import ArticlePage
from cms.pages.base import SitePage
from collaboration.publication.models import PublishedDocument

NEWEST_DOCUMENTS = 6
NEWEST_ARTICLES = 6


class HomePage(SitePage):
    """What a visitor meets first: what the site is for, the newest joint documents, the newest articles."""

    lead = models.CharField(_("Lead"), max_length=300, blank=True)
    lead_en = models.CharField(_("Lead in English"), max_length=500, blank=True)
    body = BodyField(blank=True)

    template = "cms/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.SectionPage"]
    max_count = 1
    searched_fields = (*SitePage.searched_fields, "lead", "lead_en", "body")
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("lead_en"), FieldPanel("body")]

    class Meta:
        verbose_name = _("front page")

    @property
    def lead_shown(self) -> str:
        """The lead in the reader's language."""
        english = self.lead_en if (get_language() or "").startswith("en") else ""
        return english or self.lead

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        documents = PublishedDocument.objects.on_site(request.tenant).with_validity()
        return super().get_context(request, *args, **kwargs) | {
            "crumbs": [],
            "documents": documents.defer("blocks", "text", "outcome")[:NEWEST_DOCUMENTS],
            "articles": ArticlePage.objects.live().newest()[:NEWEST_ARTICLES],
        }
