"""The register of documents filed with a unit: filters in its address, one page read at a time, or as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.dispatch.models import Addressee, Query
from collaboration.publication.formats import kind_label
from tenants.identity.actor import Actor
from tenants.units.models import Level

MOST = 10_000
HEADINGS = (
    gettext_lazy("Document number"), gettext_lazy("Title"), gettext_lazy("Kind"), gettext_lazy("Issuing units"),
    gettext_lazy("Level"), gettext_lazy("Date of issue"), gettext_lazy("Filed on"), gettext_lazy("State"),
    gettext_lazy("Acknowledged on"), gettext_lazy("Acknowledged by"),
)  # fmt: skip


class Standing(models.TextChoices):
    """Where a filed document stands with the unit it was filed with."""

    OPEN = "open", gettext_lazy("Not acknowledged yet")
    QUERIED = "queried", gettext_lazy("Queried")
    ACKNOWLEDGED = "acknowledged", gettext_lazy("Acknowledged")
    INFORMED = "informed", gettext_lazy("For information")


def standing_of(row: Addressee) -> Standing:
    """Of one row that ``filed`` found."""
    if any(query.answered_at is None for query in row.queries.all()):
        return Standing.QUERIED
    if row.answered_at:
        return Standing.ACKNOWLEDGED
    return Standing.INFORMED if row.role == Addressee.Role.INFORMED else Standing.OPEN


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address asks for; what it says wrongly counts as not said."""

    year: str = ""
    level: str = ""
    kind: str = ""
    standing: str = ""
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str], actor: Actor) -> Self:
        """The filters in an address."""
        allowed = {
            "year": [str(year) for year in years(actor)],
            "level": [str(level) for level in Level.values],
            "kind": kinds(actor),
            "standing": Standing.values,
        }
        said = {name: given.get(name, "") for name in allowed}
        words = given.get("q", "").strip()[:100]
        return cls(**{name: value for name, value in said.items() if value in allowed[name]}, q=words)

    @property
    def query(self) -> str:
        """The filters as an address says them."""
        said = {name: getattr(self, name) for name in ("year", "level", "kind", "standing", "q")}
        return urlencode({name: value for name, value in said.items() if value})


def years(actor: Actor) -> list[int]:
    """The years in which something was filed with the unit, the newest first."""
    rows = Addressee.objects.filed_with(actor).order_by("-dispatch__sent_at__year")
    return list(rows.values_list("dispatch__sent_at__year", flat=True).distinct())


def kinds(actor: Actor) -> list[str]:
    """The kinds of document that were filed with the unit."""
    rows = Addressee.objects.filed_with(actor).order_by("dispatch__document_kind")
    return list(rows.values_list("dispatch__document_kind", flat=True).distinct())


def filed(actor: Actor, filters: Filters) -> QuerySet[Addressee]:
    """The rows of the register that the filters let through, the newest first."""
    rows = Addressee.objects.filed_with(actor).prefetch_related("queries")
    if filters.year:
        rows = rows.filter(dispatch__sent_at__year=int(filters.year))
    if filters.level:
        rows = rows.filter(dispatch__matter__drafting_unit__level=int(filters.level))
    if filters.kind:
        rows = rows.filter(dispatch__document_kind=filters.kind)
    if filters.q:
        rows = rows.filter(
            Q(dispatch__title__icontains=filters.q)
            | Q(dispatch__number__icontains=filters.q)
            | Q(dispatch__matter__drafting_unit__name__icontains=filters.q)
        )
    asked = Exists(Query.objects.filter(addressee=OuterRef("pk"), answered_at=None))
    match filters.standing:
        case Standing.QUERIED:
            return rows.filter(asked)
        case Standing.ACKNOWLEDGED:
            return rows.filter(~asked, answered_at__isnull=False)
        case Standing.OPEN:
            return rows.filter(~asked, answered_at=None, role=Addressee.Role.FILED)
        case Standing.INFORMED:
            return rows.filter(~asked, answered_at=None, role=Addressee.Role.INFORMED)
    return rows


def cells(row: Addressee) -> list[str]:
    """One row of the register as cells of a table."""
    dispatch = row.dispatch
    return [
        dispatch.number or "—",
        dispatch.title or _("Purged document"),
        kind_label(dispatch.document_kind),
        "、".join(issuer["name"] for issuer in dispatch.issuers),
        str(dispatch.matter.drafting_unit.get_level_display()),
        date_format(dispatch.issued_on, "Y-m-d"),
        date_format(timezone.localtime(dispatch.sent_at), "Y-m-d"),
        str(standing_of(row).label),
        date_format(timezone.localtime(row.answered_at), "Y-m-d") if row.answered_at else "",
        row.answered_by,
    ]
