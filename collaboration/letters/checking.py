"""What a check code of a letter says to whoever holds the paper: whose it is and how to reach them, nothing else."""

from django.db import connection
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from collaboration.letters.models import State
from collaboration.publication.other_codes import Known
from tenants.units.models import Unit

GENUINE = (State.SEALED, State.READY, State.ISSUED)


def find(code: str) -> Known | None:
    """The unit of the letter with this code; None for any other code."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT unit_id, state, signed_at, at_end FROM letter_by_code(%s)", [code])
        row = cursor.fetchone()
    if row is None:
        return None
    unit_id, state, signed_at, is_at_end = row
    unit = Unit.objects.get(pk=unit_id)
    facts = [
        (_("Issued by"), unit.name),
        (_("Telephone"), unit.telephone),
        (_("Signed on"), date_format(localdate(signed_at))),
    ]
    if state == State.PURGED and is_at_end:
        return Known(False, _("The unit named below issued a paper with this code; its term in the portal is over."),
                     _("The portal has erased what it said. Ask the unit, which keeps it in its own archive."),
                     facts)  # fmt: skip
    advice = _("What it says is not told here. Ask the unit whether the paper in your hands is the one it issued.")
    if state in GENUINE:
        return Known(True, _("A paper with this code is genuine: the unit named below issued it."), advice, facts)
    return Known(False, _("The unit named below issued a paper with this code, and has taken it back."), advice, facts)
