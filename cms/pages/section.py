"""A column of a site: its own text, the columns below it, its articles and their feeds."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from cms.body import BodyField
from cms.pages.article import ArticlePage
from cms.pages.base import SitePage

ARTICLES_ON_PAGE = 20


class SectionPage(SitePage):
    """A column: what it is about, then its articles, newest first."""

    class ColumnType(models.TextChoices):
        """The kinds of column that the convention for government sites knows, as its meta tag spells them."""

        OVERVIEW = "概况信息", _("About the organ")
        NEWS = "政务动态", _("News")
        DISCLOSURE = "信息公开目录", _("Disclosure of information")
        SERVICE = "办事服务", _("Services")
        INTERACTION = "互动交流", _("Contact with citizens")

    column_type = models.CharField(
        _("Kind of column"), max_length=20, choices=ColumnType.choices, default=ColumnType.OVERVIEW
    )
    body = BodyField(blank=True)

    template = "cms/section.html"
    parent_page_types = ["cms.HomePage", "cms.SectionPage"]
    subpage_types = ["cms.SectionPage", "cms.ArticlePage"]
    show_in_menus_default = True
    searched_fields = (*SitePage.searched_fields, "body")
    content_panels = [*Page.content_panels, FieldPanel("column_type"), FieldPanel("body")]

    class Meta:
        verbose_name = _("column")

    def articles(self) -> models.QuerySet[ArticlePage]:
        """The articles right below, newest first."""
        return ArticlePage.objects.child_of(self).live().newest()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        below = SectionPage.objects.child_of(self).live().in_menu().order_by("path")
        return super().get_context(request, *args, **kwargs) | {
            "sections": below.only("pk", "title", "title_en", "url_path", "search_description"),
            "page_of_articles": Paginator(self.articles(), ARTICLES_ON_PAGE).get_page(request.GET.get("page")),
        }
