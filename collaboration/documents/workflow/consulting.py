"""The drafting unit asks the public about its text, on its own site and the alliance's."""

from datetime import date

from django.db import transaction

from collaboration.consultation import workflow
from collaboration.consultation.models import Consultation
from collaboration.documents import rules
from collaboration.documents.models import JointDocument
from collaboration.documents.sealing_progress import sites
from collaboration.documents.workflow.taking import take_up
from collaboration.documents.workflow.working import cut
from tenants.identity.actor import Actor


@transaction.atomic
def consult(
    actor: Actor, document: JointDocument, *, explanation: str, closes_on: date, revision: int | None = None
) -> Consultation:
    """Freeze the text as a version and put it before the public until a day."""
    document = take_up(actor, document, rules.CONSULT)
    version = cut(actor, document, revision=revision)
    return workflow.open_consultation(
        actor,
        document.matter,
        title=version.title,
        blocks=version.blocks,
        explanation=explanation,
        closes_on=closes_on,
        tenants=sites([document.drafting_unit]),
    )
