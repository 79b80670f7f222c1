"""The search page, the columns' feeds and, below everything else, Wagtail's pages."""

from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls

from cms import feeds, views

urlpatterns = [
    path("search/", views.search, name="search"),
    re_path(r"^(?P<path>(?:[\w\-]+/)+)feed\.(?P<kind>rss|atom)$", feeds.feed, name="section_feed"),
    path("", include(wagtail_urls)),
]
