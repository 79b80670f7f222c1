"""An article of a column: news, a notice, an announcement."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from cms.body import BodyField
from cms.pages.base import SitePage


class ArticleQuerySet(PageQuerySet):
    def newest(self) -> Self:
        """Newest first, without the bodies that lists do not show."""
        return self.order_by("-published_on", "-pk").defer("body", "plain_text")


class ArticlePage(SitePage):
    """One article with its date, source and author, as the convention for government sites asks for them."""

    published_on = models.DateTimeField(_("Date of publication"), default=timezone.now)
    source = models.CharField(_("Source"), max_length=100, blank=True)
    author = models.CharField(_("Author"), max_length=60, blank=True)
    summary = models.CharField(_("Summary"), max_length=300, blank=True)
    image = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Image")
    )
    body = BodyField()

    objects = PageManager.from_queryset(ArticleQuerySet)()

    template = "cms/article.html"
    parent_page_types = ["cms.SectionPage"]
    subpage_types: list[str] = []
    searched_fields = (*SitePage.searched_fields, "summary", "source", "author", "body")
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("published_on"), FieldPanel("source"), FieldPanel("author")], _("Date and source")),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("article")
