"""Template tags of the public sites: ``{% load cms %}``."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from wagtail.models import Page

from cms import addresses
from collaboration.publication.linked_data import script
from tenants.hosts import site_url

register = template.Library()


@register.simple_tag
def page_path(page: Page) -> str:
    """``{% page_path page %}``: where the page is on its site, in the reader's language."""
    return addresses.page_path(page)


@register.simple_tag(takes_context=True)
def page_url(context: dict[str, Any], page: Page) -> str:
    """``{% page_url page %}``: the same with scheme and host."""
    return site_url(context["request"].tenant, addresses.page_path(page))


@register.simple_tag(takes_context=True)
def article_json_ld(context: dict[str, Any], article: Any) -> SafeString:
    """What search engines read of an article."""
    return script(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": article.title,
            "datePublished": article.published_on.isoformat(),
            "url": page_url(context, article),
            "publisher": {"@type": "GovernmentOrganization", "name": str(context["site_settings"].organiser)},
        }
    )
