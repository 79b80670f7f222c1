"""What editors do on a site that the public sees, written to the site's own chain of the record."""

import json
import logging
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act
from tenants.db.context import acting

logger = logging.getLogger(__name__)
SITE_ACTS = {
    "page_published": Act(_("Published a page")),
    "page_unpublished": Act(_("Took a page off the site")),
    "purged": Act(_("Purged a page, picture or file from the site")),
}


def record_site_act(act: str, **detail: Any) -> None:
    """Record that the person at work did this on the site of this moment; ids only, never titles or text.

    Work of an operator or of a schedule has no person; it stands in Wagtail's own log alone.
    """
    if acting().user_id is None:
        logger.info("%s on %s without a person", act, connection.schema_name)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT site_record(%s, %s, %s)", [connection.schema_name, act, json.dumps(detail)])


def page_published(instance: Any, revision: Any, **kwargs: Any) -> None:
    """Wagtail published a page."""
    record_site_act("page_published", page=instance.pk, revision=revision.pk if revision else None)


def page_unpublished(instance: Any, **kwargs: Any) -> None:
    """Wagtail took a page off the site."""
    record_site_act("page_unpublished", page=instance.pk)
