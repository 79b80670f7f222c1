"""Off all sites at once in an emergency, with a tombstone; and back again by a recorded act."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.notifications.notify import Audience, notify
from collaboration.publication.models import PublishedDocument
from tenants.db import definer
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Level, Unit

TOLD = (Role.HANDLER, Role.SIGNATORY, Role.LIAISON)
OF_THE_OFFICE = (Role.SIGNATORY, Role.HANDLER)
LONGEST = 500
REFUSALS: definer.Refusals = {"PB001": (WrongState, gettext_lazy("Nothing was changed: it is already as you asked."))}


def may(actor: Actor, drafting_unit: str) -> bool:
    """Whether this person may: a signatory of the unit that drafted it, or somebody of the alliance office."""
    if actor.unit.level == Level.OFFICE:
        return any(actor.has(role) for role in OF_THE_OFFICE)
    return actor.unit.code == drafting_unit and actor.has(Role.SIGNATORY)


@transaction.atomic
def take_down(actor: Actor, document: PublishedDocument, *, reason: str) -> None:
    """Take it off every site, list, feed and format in this transaction."""
    _set(actor, document, lifts=False, reason=reason)


@transaction.atomic
def put_back(actor: Actor, document: PublishedDocument, *, reason: str) -> None:
    """Show it again wherever it stood."""
    _set(actor, document, lifts=True, reason=reason)


def _set(actor: Actor, document: PublishedDocument, *, lifts: bool, reason: str) -> None:
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise WorkflowError(_("Give the reason; the public reads it."))
    if not may(actor, document.issuers[0]["code"] if document.issuers else ""):
        raise NotAllowed(_("Only a signatory of the drafting unit or the alliance office takes a document down."))
    parties = definer.call("take_down(%s, %s, %s)", [document.public_id, lifts, reason], REFUSALS)
    act = "put_back" if lifts else "taken_down"
    told = [Audience(unit, roles=TOLD) for unit in Unit.objects.filter(pk__in=parties)]
    notify(Matter(public_id=document.public_id), act, told)
