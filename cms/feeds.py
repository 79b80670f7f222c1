"""RSS and Atom of a column's articles."""

from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from cms.addresses import page_path
from tenants.hosts import site_url

NEWEST = 30


class ArticleFeed(Feed):
    """The newest articles of one column."""

    def __init__(self, section: Any) -> None:
        self.section = section

    def get_object(self, request: HttpRequest) -> Any:
        self.tenant = request.tenant
        return self.section

    def title(self, section: Any) -> str:
        return section.display_title

    def description(self, section: Any) -> str:
        return section.search_description or section.display_title

    subtitle = description

    def link(self, section: Any) -> str:
        return site_url(self.tenant, page_path(section))

    def feed_url(self, section: Any) -> str:
        return self.link(section) + "feed.rss"

    def items(self, section: Any) -> QuerySet:
        return section.articles()[:NEWEST]

    def item_title(self, article: Any) -> str:
        return article.display_title

    def item_description(self, article: Any) -> str:
        return article.summary

    def item_link(self, article: Any) -> str:
        return site_url(self.tenant, page_path(article))

    def item_pubdate(self, article: Any) -> Any:
        return article.published_on


class ArticleAtom(ArticleFeed):
    """The same as Atom."""

    feed_type = Atom1Feed

    def feed_url(self, section: Any) -> str:
        return self.link(section) + "feed.atom"
