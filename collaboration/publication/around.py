"""What stands around a published document: what it changes, what changed it, interpretations, corrections."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from collaboration.publication import presentation
from collaboration.publication.consolidating import editions
from collaboration.publication.models import Interpretation, PublishedDocument, Validity, ValidityChange
from tenants.units.models import Tenant

CHANGING = (Validity.AMENDED, Validity.REPEALED)


def changes_made_by(document: PublishedDocument) -> list[ValidityChange]:
    """The standing rows by which this document amended or repealed others that are still public."""
    rows = ValidityChange.objects.standing().filter(successor=document, validity__in=CHANGING)
    return list(rows.filter(document__purged_at=None, document__taken_down_at=None).select_related("document"))


def interpretations_of(document: PublishedDocument) -> list[Interpretation]:
    """The newest form of each interpretation."""
    return list(document.interpretations.filter(replaced_by=None).defer("text").exclude(title=""))


def interpretations_on(tenant: Tenant) -> QuerySet[Interpretation]:
    """What stands on a site: the newest form of every interpretation of its public documents."""
    shown = Interpretation.objects.filter(replaced_by=None, document__publications__tenant=tenant).exclude(title="")
    return shown.filter(document__purged_at=None, document__taken_down_at=None)


def of(document: PublishedDocument, tenant: Tenant, changes: Sequence[ValidityChange]) -> dict[str, Any]:
    """For the page of a document: everything that it links to, with addresses on a site that shows it."""
    return {
        "changes_made": [(change, _address(change.document, tenant)) for change in changes],
        "history": list(document.validity_changes.standing().select_related("successor").order_by("since", "pk")),
        "interpretations": interpretations_of(document),
        "corrections": list(document.corrections.all()),
        "editions": editions(document),
    }


def last_changed(document: PublishedDocument, around: Mapping[str, Any]) -> datetime:
    """When the page last said something else: a row was noted or its day came. ``around`` is what ``of`` gave."""
    dated = (*around["history"], *around["editions"])
    noted = [row.noted_at for row in (*dated, *around["corrections"])]
    days = [row.since for row in dated if row.since <= timezone.localdate()]
    came = [timezone.make_aware(datetime.combine(day, time())) for day in days]
    told = [one.published_at for one in around["interpretations"]]
    return max([document.published_at, *noted, *came, *told])


def _address(document: PublishedDocument, tenant: Tenant) -> str:
    site = presentation.site_showing(document, tenant)
    return presentation.page_address(site, document) if site else ""


def as_data(document: PublishedDocument) -> dict[str, Any]:
    """The same for programs."""
    return {
        "amends": _ids(changes_made_by(document), Validity.AMENDED),
        "repeals": _ids(changes_made_by(document), Validity.REPEALED),
        "validity_history": [
            {
                "status": change.validity,
                "since": change.since.isoformat(),
                "successor": str(change.successor_id) if change.successor_id else None,
                "reason": change.reason,
            }
            for change in document.validity_changes.standing().order_by("since", "pk")
        ],
        "consolidated": [
            {"since": one.since.isoformat(), "source": str(one.source_id), "blocks": one.blocks}
            for one in editions(document)
        ],
        "interpretations": [
            {"public_id": str(one.pk), "title": one.title, "published_at": one.published_at.isoformat()}
            for one in interpretations_of(document)
        ],
        "corrections": [
            {"field": one.field, "before": one.before, "after": one.after, "reason": one.reason,
             "noted_at": one.noted_at.isoformat()}
            for one in document.corrections.all()
        ],
    }  # fmt: skip


def _ids(changes: Sequence[ValidityChange], validity: Validity) -> list[str]:
    return [str(change.document_id) for change in changes if change.validity == validity]
