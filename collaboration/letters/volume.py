"""The letters on a request, as papers of its archive volume."""

from collections.abc import Iterable
from contextlib import suppress

from collaboration.casefiles.volume import Paper
from collaboration.letters.models import Letter
from collaboration.matters.confidences import Erased
from collaboration.matters.models import Matter
from collaboration.sealing import files
from tenants.identity.actor import Actor


def letters_of(actor: Actor, matter: Matter) -> Iterable[Paper]:
    """Every finished letter that the person may read."""
    found = Letter.objects.visible_to(actor).with_units().filter(request=matter.pk).exclude(file_sha256="")
    for letter in found.order_by("pk"):
        name, unit = letter.number or letter.title, letter.matter.drafting_unit.display_name
        with suppress(Erased):
            pdf = files.read_concealed(letter.matter, letter.file_sha256)
            yield Paper(name, unit, letter.matter.changed_at, pdf)
