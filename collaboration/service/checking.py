"""What a served person learns by the code on the paper: genuine or not, which units, their telephones."""

from django.db import connection
from django.utils.translation import gettext as _

from collaboration.publication.other_codes import Known
from collaboration.service.models import State
from tenants.units.models import Unit


def find(code: str) -> Known | None:
    """Who serves under this code, and for whom; nothing of the case, the paper or the person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, serving, entrusting, at_end FROM service_by_code(%s)", [code])
        row = cursor.fetchone()
    if row is None:
        return None
    state, serving, entrusting, is_at_end = row
    if state == State.PURGED and not is_at_end:
        return Known(
            False, _("This service was withdrawn by the units."), _("Ask the unit that gave you the paper."), ()
        )
    units = Unit.objects.in_bulk([serving, entrusting])
    facts = [
        (_("Served by"), units[serving].display_name),
        (_("Telephone"), units[serving].telephone or "—"),
        (_("On behalf of"), units[entrusting].display_name),
        (_("Its telephone"), units[entrusting].telephone or "—"),
    ]
    if state == State.PURGED:
        return Known(False, _("The unit named below served a paper with this code; its term in the portal is over."),
                     _("The portal has erased what it knew of it. Ask the units, which keep it in their archives."),
                     facts)  # fmt: skip
    if state == State.ENDED:
        return Known(False, _("This service was genuine and has ended."), _("Ask the units named below."), facts)
    advice = _("Compare the units with the names on your paper; when in doubt, call the telephone shown here.")
    return Known(True, _("This paper was served by the unit named below."), advice, facts)
