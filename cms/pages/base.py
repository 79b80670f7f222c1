"""What every page of a public site has: an English title, words for the search box, a place in the breadcrumb."""

import re
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.addresses import RESERVED_SLUGS, page_path

SITE_HOME_DEPTH = 2


class SitePage(Page):
    """A page of a public site. Editors write Chinese; the English title serves the pages under ``/en/``."""

    title_en = models.CharField(_("Title in English"), max_length=255, blank=True)
    keywords = models.CharField(
        _("Keywords"), max_length=200, blank=True, help_text=_("Separated by commas; for search engines.")
    )
    plain_text = models.TextField(blank=True, editable=False)  # what the search box of the site looks through

    private_page_options: list[str] = []  # sites are public: nothing confidential goes into them
    searched_fields: tuple[str, ...] = ("title", "title_en", "search_description")
    search_fields = [*Page.search_fields, index.SearchField("plain_text")]
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("title_en"), FieldPanel("keywords"), FieldPanel("search_description")],
            _("For readers and search engines"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], _("Navigation")),
    ]

    class Meta:
        abstract = True

    @property
    def display_title(self) -> str:
        """The title in the reader's language."""
        return display_title(self)

    def clean(self) -> None:
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address belongs to the portal itself. Please choose another.")})

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.plain_text = "\n".join(text for name in self.searched_fields if (text := self._words_of(name)))
        return super().save(*args, **kwargs)

    def _words_of(self, name: str) -> str:
        value = getattr(self, name)
        field = self._meta.get_field(name)
        if isinstance(field, StreamField):
            words = " ".join(str(text) for text in field.get_searchable_content(value))
        elif isinstance(field, RichTextField):
            words = strip_tags(re.sub(r"</(p|h\d|li)>", " ", value))
        else:
            words = str(value or "")
        return re.sub(r"\s+", " ", words).strip()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"crumbs": self.crumbs()}

    def crumbs(self) -> list[tuple[str, str]]:
        """The way from the front page to here; this page without an address."""
        sections = apps.get_model("cms.SectionPage").objects.ancestor_of(self).order_by("path")
        above = [(display_title(page), page_path(page)) for page in sections.only("title", "title_en", "url_path")]
        return [(gettext("Home"), reverse("wagtail_serve", args=[""])), *above, (self.display_title, "")]


def display_title(page: Page) -> str:
    """The title of a page in the reader's language, where somebody wrote one."""
    english = getattr(page, "title_en", "") if (get_language() or "").startswith("en") else ""
    return english or page.title
