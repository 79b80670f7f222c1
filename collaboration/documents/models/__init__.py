"""Joint documents: the text in immutable versions, rounds of opinions, countersigning."""

from collaboration.documents.models.counterparts import Counterpart
from collaboration.documents.models.document import Invitation, JointDocument, Kind, Status, Version
from collaboration.documents.models.drafts import Draft
from collaboration.documents.models.evidence import Evidence
from collaboration.documents.models.opinions import Disposition, Opinion, Placement, Reply
from collaboration.documents.models.paper import PaperSheet
from collaboration.documents.models.publishing import PublicationConsent, PublicationPlan, PublicVersion, Review
from collaboration.documents.models.registration import Objection, Registration
from collaboration.documents.models.rounds import Answer, Round
from collaboration.documents.models.signing import (
    Abstention,
    Countersignature,
    Countersigning,
    CountersigningPolicy,
    Turn,
    WithdrawnSignature,
)
from collaboration.documents.models.uploads import Upload

__all__ = [
    "Abstention",
    "Answer",
    "Counterpart",
    "Countersignature",
    "Countersigning",
    "CountersigningPolicy",
    "Disposition",
    "Draft",
    "Evidence",
    "Invitation",
    "JointDocument",
    "Kind",
    "Objection",
    "Opinion",
    "PaperSheet",
    "Placement",
    "PublicVersion",
    "PublicationConsent",
    "PublicationPlan",
    "Registration",
    "Reply",
    "Review",
    "Round",
    "Status",
    "Turn",
    "Upload",
    "Version",
    "WithdrawnSignature",
]
