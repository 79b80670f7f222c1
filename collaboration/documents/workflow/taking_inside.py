"""What departments of the house think becomes the unit's own opinion, in one click."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from collaboration.approval.house import in_house
from collaboration.approval.models import HouseOpinion
from collaboration.approval.workflow import gathering
from collaboration.documents.models import JointDocument
from collaboration.documents.workflow import opinions
from collaboration.errors import WorkflowError
from tenants.identity.actor import Actor


@transaction.atomic
def take_inside(actor: Actor, document: JointDocument, wanted: Iterable[int]) -> int:
    """Note these internal opinions as the unit's own, each once; names and departments stay in the house."""
    with in_house(actor):
        rows = HouseOpinion.objects.visible_to(actor).filter(matter=document.public_id, pk__in=list(wanted))
        found = [one for one in rows.filter(taken_over_at=None) if not one.is_purged]
        if not found:
            raise WorkflowError(_("Choose internal opinions that were not taken over yet."))
        for one in found:
            opinions.note_opinion(
                actor, document, text=one.text, block_id=one.block_id, proposed_text=one.proposed_text
            )
            gathering.take_over(actor, one)
    return len(found)
