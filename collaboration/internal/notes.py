"""Internal notes on a matter: what stays in the house."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.errors import WrongState
from collaboration.internal.models import Note
from collaboration.internal.record import record_internally
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor


def notes_on(matter: UUID, actor: Actor) -> list[Note]:
    """The unit's own notes, the oldest first."""
    return list(Note.objects.filter(matter=matter, unit_id=actor.unit.pk))


@transaction.atomic
def add_note(matter: UUID, actor: Actor, text: str) -> Note:
    """Write a note and the internal act that says so; not on a matter that was purged, not even at the same moment."""
    locked = Matter.objects.select_for_update(no_key=True).filter(public_id=matter).first()
    if locked is None or locked.is_purged:
        raise WrongState(_("This matter was purged; nothing can be added to it."))
    note = Note.objects.create(
        unit_id=actor.unit.pk, matter=matter, author_id=actor.user.pk, author_name=actor.name, text=text
    )
    record_internally(matter, "noted", note=note.pk)
    return note
