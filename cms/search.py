"""Finding pages of a site: every word must occur, hits in titles come first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from cms.pages.article import ArticlePage
from cms.pages.base import SitePage, display_title
from cms.pages.section import SectionPage
from collaboration.publication.search import split_words

MOST_PAGES = 30
AROUND = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """One page found, with the words around the first hit."""

    page: Page
    title: str
    excerpt: str


def find_pages(text: str) -> list[Hit]:
    """The live pages of this site that hold every word. Chinese words are found inside longer clauses."""
    words = split_words(text)
    if not words:
        return []
    found: list[SitePage] = [*_matching(SectionPage.objects.all(), words), *_matching(ArticlePage.objects.all(), words)]
    found.sort(key=lambda page: -sum(word.lower() in page.title.lower() for word in words))
    return [Hit(page, display_title(page), excerpt(_without_titles(page), words[0])) for page in found[:MOST_PAGES]]


def _matching(pages: Any, words: list[str]) -> Any:
    condition = Q()
    for word in words:
        condition &= Q(title__icontains=word) | Q(plain_text__icontains=word)
    return pages.live().filter(condition).defer("body").order_by("-first_published_at")[:MOST_PAGES]


def _without_titles(page: SitePage) -> str:
    return " ".join(line for line in page.plain_text.split("\n") if line not in (page.title, page.title_en))


def excerpt(text: str, word: str) -> str:
    """Some words before and after the first place where the word stands."""
    place = text.lower().find(word.lower())
    start = max(0, place - AROUND)
    cut = text[start : start + 3 * AROUND].strip()
    return f"{'…' if start else ''}{cut}{'…' if start + 3 * AROUND < len(text) else ''}"
