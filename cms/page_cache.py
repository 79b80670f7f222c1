"""Whole pages for visitors without a session, kept as long as nothing on the site has changed.

What has changed is read from the database with one query, so all processes forget an old page at the same moment:
Wagtail logs every act of an editor, and publications and changes of validity are rows that are only ever added.
After a purge a process drops all it has kept.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django_tenants.utils import get_public_schema_name, schema_context

LARGEST = 256 * 1024
NEVER = ("/cms/", "/cms-", "/media/", "/verify/", "/search/", "/display/", "/en/verify/", "/en/search/")
SEEN_COOKIES = ("size", "contrast")  # what a page looks like depends on these
NEWEST = """
SELECT (SELECT max(id) FROM {0}.wagtailcore_pagelogentry), (SELECT max(id) FROM {0}.wagtailcore_modellogentry),
       (SELECT max(id) FROM publication_publication), (SELECT max(id) FROM publication_validitychange),
       (SELECT max(id) FROM publication_takedown), (SELECT max(id) FROM publication_consolidatedtext),
       (SELECT max(published_at) FROM publication_interpretation), (SELECT max(id) FROM publication_correction),
       (SELECT max(purged_at) FROM publication_publisheddocument)
"""


class PageCacheMiddleware:
    """Answer a visitor from the cache where the page is still what it was."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.last_purge: datetime | None = None

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.PAGE_CACHE_SECONDS or not _is_for_everybody(request):
            return self.get_response(request)
        *newest, last_purge = _newest()
        if last_purge != self.last_purge:
            cache.clear()
            self.last_purge = last_purge
        key = _key(request, [*newest, last_purge])
        if (kept := cache.get(key)) is not None:
            body, headers = kept
            return HttpResponse(body, headers=headers)
        response = self.get_response(request)
        if _may_be_kept(response):
            cache.set(key, (response.content, dict(response.headers)), settings.PAGE_CACHE_SECONDS)
        return response


def _is_for_everybody(request: HttpRequest) -> bool:
    anonymous = settings.SESSION_COOKIE_NAME not in request.COOKIES
    return request.method == "GET" and request.tenant is not None and anonymous and not request.path.startswith(NEVER)


def _newest() -> tuple[Any, ...]:
    """Asked from the shared schema, where the site was looked up: a kept page needs no other."""
    site = connection.ops.quote_name(connection.schema_name)
    with schema_context(get_public_schema_name()), connection.cursor() as cursor:
        cursor.execute(NEWEST.format(site))
        return cursor.fetchone()


def _key(request: HttpRequest, newest: Iterable[Any]) -> str:
    seen = [request.COOKIES.get(name, "") for name in SEEN_COOKIES]
    parts = [request.get_host(), request.get_full_path(), *seen, *map(str, newest), str(timezone.localdate())]
    return f"page:{sha256(chr(0).join(parts).encode()).hexdigest()}"


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and len(response.content) <= LARGEST
        and response.get("Content-Type", "").startswith(("text/html", "application/rss", "application/atom"))
        and "no-store" not in response.get("Cache-Control", "")
        and "private" not in response.get("Cache-Control", "")
    )
