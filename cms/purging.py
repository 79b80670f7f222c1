"""What should never have stood on a site leaves it for good: page, picture or file, their copies, and their names."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page, PageLogEntry

KINDS: dict[str, type[Model]] = {"page": Page, "image": get_image_model(), "file": get_document_model()}


def purge(kind: str, pk: int) -> list[int]:
    """Remove a page, picture or file of the site of this moment for good; the ids of what went."""
    return _purge_page(pk) if kind == "page" else _purge_file(kind, pk)


def _purge_page(pk: int) -> list[int]:
    """With all below it, its revisions, and its titles in the site's log."""
    page = Page.objects.get(pk=pk, depth__gt=1)
    ids = list(page.get_descendants(inclusive=True).values_list("pk", flat=True))
    log(page, "wagtail.delete")  # kept pages of visitors are forgotten by it
    page.specific.delete()
    PageLogEntry.objects.filter(page__in=ids).update(label="", data={})
    return ids


def _purge_file(kind: str, pk: int) -> list[int]:
    """A picture with all its sizes, or a file for download, and its names in the site's log."""
    found = KINDS[kind]._default_manager.get(pk=pk)
    for copy in [*_renditions(found), found]:
        copy.file.delete(save=False)
    found.delete()
    of_kind = ContentType.objects.get_for_model(KINDS[kind])
    ModelLogEntry.objects.filter(content_type=of_kind, object_id=str(pk)).update(label="", data={})
    return [pk]


def _renditions(found: Model) -> Iterable[Model]:
    return found.renditions.all() if hasattr(found, "renditions") else ()


def record_purge(schema: str, kind: str, ids: list[int], reason: str) -> UUID:
    """Record on the site's chain that the acting administrator had it removed; ids and the reason, never a title."""
    detail = {"kind": kind, "ids": ids}
    with connection.cursor() as cursor:
        cursor.execute("SELECT site_purge_record(%s, %s, %s)", [schema, json.dumps(detail), reason])
        return cursor.fetchone()[0]
