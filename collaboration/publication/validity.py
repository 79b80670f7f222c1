"""Whether a published document is in force, and what took its place."""

import datetime

from django.utils import timezone

from collaboration.publication.models import PublishedDocument, Validity, ValidityChange


def current_change(document: PublishedDocument, on: datetime.date | None = None) -> ValidityChange | None:
    """The change that holds on this day (today), with its successor."""
    changes = document.validity_changes.filter(since__lte=on or timezone.localdate())
    change = changes.select_related("successor").first()
    if change is not None and change.successor is not None and is_gone(change.successor):
        change.successor = None  # nobody can be led there any more
    return change


def validity_of(document: PublishedDocument, on: datetime.date | None = None) -> Validity:
    """The validity on this day; lists ask ``with_validity()`` instead, once for all rows."""
    change = current_change(document, on)
    return Validity(change.validity) if change else Validity.IN_FORCE


def is_gone(document: PublishedDocument) -> bool:
    """Whether nobody reads it any more: purged, or taken down for now."""
    return document.purged_at is not None or document.taken_down_at is not None
