"""The one step: remove for good. The database's own functions erase and record; here are the words for refusals."""

from typing import Any

import rfc8785
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.errors import NotAllowed, Stale, WorkflowError, WrongState
from collaboration.purging import notifications, reading, rules
from collaboration.purging.reading import AUTHORISATION, UPLOAD, Thing
from tenants.db import definer
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Prove, Subject
from tenants.identity.roles import Role
from tenants.units.models import Unit

ACT = "purge"
REFUSALS: definer.Refusals = {
    "PU001": (NotAllowed, gettext_lazy("You cannot have this purged.")),
    "PU002": (WrongState, gettext_lazy("This was purged already; nothing is left of it.")),
    "PU003": (Stale, gettext_lazy("Something was added or changed meanwhile. Look again at what would be removed.")),
}
ALONE = {UPLOAD: "purge_upload", AUTHORISATION: "purge_authorisation"}  # what no matter is, and has no parts


def subject_of(thing: Thing, part: str = "") -> Subject:
    """What the confirmation of a purge is bound to: the thing, and everything that is there to go now."""
    return _subject(thing, reading.seen(thing.object, part))


@transaction.atomic
def purge(actor: Actor, thing: Thing, *, part: str = "", seen: str, reason: str, prove: Prove) -> None:
    """Remove the whole thing, or one text of it, for good.

    ``seen`` is the digest over what the person was shown: anything written since refuses with ``Stale``. Stored files
    go with a job that the same transaction leaves behind.
    """
    if not (
        rules.can_purge(actor, thing.unit) or (part and rules.can_purge_part(actor, thing.unit, _writer(thing, part)))
    ):
        raise NotAllowed(
            _("Only the administrator of the unit that drafted it, or of the alliance office, can purge it.")
        )
    if not reason.strip():
        raise WorkflowError(_("Say why it has to be purged."))
    proof = prove(_subject(thing, seen))
    given = [seen, reason.strip(), proof.method, rfc8785.dumps(proof.evidence).decode()]
    if thing.kind in ALONE:
        definer.call(f"{ALONE[thing.kind]}(%s, %s, %s, %s, %s)", [thing.object, *given], REFUSALS)
        return
    parties = definer.call("purge_matter(%s, %s, %s, %s, %s, %s)", [thing.object, part, *given], REFUSALS)
    notifications.purged(thing, Unit.objects.filter(pk__in=parties), is_whole=not part)


def _writer(thing: Thing, part: str) -> Any:
    return next((one.unit for one in reading.parts(thing.object) if one.key == part), None)


def _subject(thing: Thing, seen: str) -> Subject:
    return Subject(ACT, thing.object, 0, seen, Role.UNIT_ADMINISTRATOR)
