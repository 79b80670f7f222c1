"""RSS and Atom of a site's newest documents."""

import re
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from collaboration.publication.models import PublishedDocument
from collaboration.publication.presentation import issuer_names, page_address
from tenants.hosts import site_url
from tenants.units.models import Tenant

NEWEST = 30
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def in_xml(text: str) -> str:
    """Without the characters that XML cannot hold: one of them in one title would end the whole feed."""
    return NOT_IN_XML.sub("", text)


class DocumentFeed(Feed):
    """The newest documents of a site, all or those of one unit (``?unit=CODE``) or one kind (``?kind=CODE``)."""

    path = "/documents/feed.rss"

    def get_object(self, request: HttpRequest) -> tuple[Tenant, str, str]:
        return request.tenant, request.GET.get("unit", ""), request.GET.get("kind", "")

    def title(self, asked: tuple[Tenant, str, str]) -> str:
        return _("Joint documents on the site %(site)s") % {"site": asked[0].name}

    def description(self, asked: tuple[Tenant, str, str]) -> str:
        return _("Documents that units of the alliance signed together and published.")

    subtitle = description

    def link(self, asked: tuple[Tenant, str, str]) -> str:
        return site_url(asked[0], "/documents/")

    def feed_url(self, asked: tuple[Tenant, str, str]) -> str:
        return site_url(asked[0], self.path)

    def items(self, asked: tuple[Tenant, str, str]) -> list[PublishedDocument]:
        tenant, unit, kind = asked
        rows: QuerySet[Any] = PublishedDocument.objects.on_site(tenant).defer("blocks", "text", "outcome")
        if unit:
            rows = rows.filter(disclosures__unit__code=unit)
        if kind:
            rows = rows.filter(kind=kind)
        self.tenant = tenant
        return list(rows[:NEWEST])

    def item_title(self, document: PublishedDocument) -> str:
        return in_xml(document.title)

    def item_description(self, document: PublishedDocument) -> str:
        return in_xml(" · ".join([*issuer_names(document), document.number]).strip(" ·"))

    def item_link(self, document: PublishedDocument) -> str:
        return page_address(self.tenant, document)

    def item_guid(self, document: PublishedDocument) -> str:
        return f"urn:uuid:{document.public_id}"

    item_guid_is_permalink = False

    def item_pubdate(self, document: PublishedDocument) -> Any:
        return document.published_at


class DocumentAtom(DocumentFeed):
    """The same as Atom."""

    feed_type = Atom1Feed
    path = "/documents/feed.atom"
