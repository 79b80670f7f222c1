"""Internal notes on a matter: what stays in the house."""

from uuid import UUID

from django.db import connection, transaction

from collaboration.internal.models import Note
from tenants.identity.actor import Actor


def notes_on(matter: UUID, actor: Actor) -> list[Note]:
    """The unit's own notes, the oldest first."""
    return list(Note.objects.filter(matter=matter, unit_id=actor.unit.pk))


@transaction.atomic
def add_note(matter: UUID, actor: Actor, text: str) -> Note:
    """Write a note and the internal act that says so."""
    note = Note.objects.create(
        unit_id=actor.unit.pk, matter=matter, author_id=actor.user.pk, author_name=actor.user.name, text=text
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT internal_record(%s, 'noted', %s)", [matter, f'{{"note": {note.pk}}}'])
    return note
