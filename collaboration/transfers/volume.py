"""The hand-over lists of a transferred case, as papers of its archive volume."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from collaboration.assistance.models import AssistanceRequest
from collaboration.casefiles.volume import Paper
from collaboration.matters.models import Matter
from collaboration.transfers.papers import hand_over_list
from tenants.identity.actor import Actor


def lists_of(actor: Actor, matter: Matter) -> Iterable[Paper]:
    """Every list that was handed over, with the signatures it has."""
    asked = AssistanceRequest.objects.visible_to(actor).with_units().filter(pk=matter.pk).first()
    for kept in asked.hand_overs.exclude(handed_at=None) if asked else ():
        title = _("Hand-over list %(number)d") % {"number": kept.number}
        yield Paper(title, asked.asking_unit.display_name, kept.handed_at, hand_over_list(asked, kept))
