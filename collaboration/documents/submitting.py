"""Joint documents as the approval in the house knows them."""

from collaboration.approval.words import Space
from collaboration.documents import rules
from collaboration.documents.house import WORDS, subject
from collaboration.documents.models import JointDocument, Kind
from collaboration.documents.workflow import drafting
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor


def cut_what_was_written(actor: Actor, matter: Matter, word: str) -> None:
    """What is submitted is a version: whatever was written since the newest becomes one first."""
    document = JointDocument.objects.visible_to(actor).with_units().filter(pk=matter.pk).first()
    if document is not None and rules.EDIT.is_open(actor, document):
        drafting.cut_version(actor, document)


SPACE = Space(
    words=WORDS,
    subject=subject,
    variants=dict(Kind.choices),
    gathers=("answer",),
    has_normative=True,
    prepare=cut_what_was_written,
)
