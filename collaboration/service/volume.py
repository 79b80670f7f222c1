"""The sealed proofs of service, as papers of the archive volume of their request."""

from collections.abc import Iterable
from contextlib import suppress

from django.utils.translation import gettext as _

from collaboration.casefiles.volume import Paper
from collaboration.matters.confidences import Erased
from collaboration.matters.models import Matter
from collaboration.sealing import files
from collaboration.sealing.models import SealedFile
from collaboration.service import rules
from collaboration.service.models import Service
from tenants.identity.actor import Actor


def proofs_of(actor: Actor, matter: Matter) -> Iterable[Paper]:
    """Every proof, for those who handle the service: it names the recipient."""
    for service in Service.objects.visible_to(actor).with_units().filter(request=matter.pk).order_by("number"):
        file = SealedFile.objects.filter(matter=service.matter, state=SealedFile.State.CLOSED).first()
        if file is None or not rules.READ_CONFIDENCES.is_open(actor, service):
            continue
        title = _("Proof of service %(number)d") % {"number": service.number}
        with suppress(Erased):
            yield Paper(title, service.matter.drafting_unit.display_name, file.changed_at, files.read(file))
