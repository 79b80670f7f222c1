"""What an administrator decided about messages outside the desk, as the page tells it."""

from django.utils.translation import gettext as _

from collaboration.outgoing.acts import KIND
from collaboration.outgoing.models import Discretion
from tenants.audit.timeline import Entry, timeline
from tenants.units.models import Unit

SHOWN = 20


def changes(unit: Unit) -> list[tuple[Entry, str]]:
    """The newest decisions, each with what was decided."""
    return [(one, _words(one)) for one in timeline(unit.public_id, kinds={KIND}, most=SHOWN)]


def _words(entry: Entry) -> str:
    if "tells" in entry.detail:
        return str(Discretion.Tells(entry.detail["tells"]).label)
    return entry.texts.get("host") or _("erased")
