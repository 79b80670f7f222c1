"""Finding published documents on one site: by words, kind, unit, year and validity."""

import datetime
import unicodedata
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, Value, When

from collaboration.publication.models import PublishedDocument, PublishedDocumentQuerySet, Validity
from tenants.units.models import Tenant, Unit

MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for; empty fields ask for nothing."""

    words: str = ""
    kind: str = ""
    unit: str = ""
    year: int | None = None
    validity: str = ""


def find(tenant: Tenant, filters: Filters) -> PublishedDocumentQuerySet:
    """The site's documents that match all filters, newest first; with words, hits in title or number come first."""
    rows = PublishedDocument.objects.on_site(tenant).with_validity().defer("blocks", "text", "outcome")
    if filters.kind:
        rows = rows.filter(kind=filters.kind)
    if filters.unit:
        rows = rows.filter(disclosures__unit__code=filters.unit)
    if filters.year:
        first = datetime.date(filters.year, 1, 1)
        rows = rows.filter(issued_on__range=(first, first.replace(month=12, day=31)))
    if filters.validity:
        rows = rows.filter(Q(validity_value=filters.validity))
    return _with_words(rows, split_words(filters.words))


def split_words(text: str) -> list[str]:
    """The words of a query: half-width, at most a handful."""
    return unicodedata.normalize("NFKC", text).split()[:MOST_WORDS]


def _with_words(rows: PublishedDocumentQuerySet, words: list[str]) -> PublishedDocumentQuerySet:
    if not words:
        return rows
    everywhere, in_head = Q(), Q()
    for word in words:
        head = Q(title__icontains=word) | Q(number__icontains=word)
        everywhere &= head | Q(text__icontains=word)
        in_head &= head
    rank = Case(When(in_head, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.filter(everywhere).annotate(rank=rank).order_by(F("rank"), "-published_at", "-pk")


@dataclass(frozen=True, slots=True)
class Offers:
    """What the filters of a site offer: only what would find something."""

    kinds: list[str]
    units: list[Unit]
    years: list[int]
    validities: list[Validity]


def offers(tenant: Tenant) -> Offers:
    """The kinds, units and years that occur on the site, in three queries however many documents it has."""
    documents = PublishedDocument.objects.on_site(tenant).order_by()
    units = Unit.objects.filter(pk__in=documents.values("disclosures__unit"))
    return Offers(
        kinds=sorted(documents.values_list("kind", flat=True).distinct()),
        units=list(units.only("code", "name", "name_en", "level")),
        years=[day.year for day in documents.dates("issued_on", "year", order="DESC")],
        validities=list(Validity),
    )
