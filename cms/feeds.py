"""RSS and Atom of a column's articles."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed

from cms.addresses import page_path
from cms.pages.article import ArticlePage
from cms.pages.section import SectionPage
from collaboration.publication.feeds import in_xml
from tenants.hosts import site_url

NEWEST = 30
HOME_SLUG = "home"


class ArticleFeed(Feed):
    """The newest articles of one column."""

    def get_object(self, request: HttpRequest, path: str) -> SectionPage:
        self.tenant = request.tenant
        return get_object_or_404(SectionPage.objects.live(), url_path=f"/{HOME_SLUG}/{path}")

    def title(self, section: SectionPage) -> str:
        return in_xml(section.display_title)

    def description(self, section: SectionPage) -> str:
        return in_xml(section.search_description or section.display_title)

    subtitle = description

    def link(self, section: SectionPage) -> str:
        return site_url(self.tenant, page_path(section))

    def feed_url(self, section: SectionPage) -> str:
        return self.link(section) + "feed.rss"

    def items(self, section: SectionPage) -> QuerySet:
        return section.articles()[:NEWEST]

    def item_title(self, article: ArticlePage) -> str:
        return in_xml(article.display_title)

    def item_description(self, article: ArticlePage) -> str:
        return in_xml(article.summary)

    def item_link(self, article: ArticlePage) -> str:
        return site_url(self.tenant, page_path(article))

    def item_pubdate(self, article: ArticlePage) -> Any:
        return article.published_on


class ArticleAtom(ArticleFeed):
    """The same as Atom."""

    feed_type = Atom1Feed

    def feed_url(self, section: SectionPage) -> str:
        return self.link(section) + "feed.atom"


def feed(request: HttpRequest, path: str, kind: str) -> HttpResponse:
    """The feed of the column at this path; an object of its own for each request, since it keeps the site."""
    return (ArticleFeed() if kind == "rss" else ArticleAtom())(request, path=path)
