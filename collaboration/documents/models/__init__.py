"""Joint documents: the text in immutable versions, rounds of opinions, countersigning."""

from collaboration.documents.models.counterparts import Counterpart
from collaboration.documents.models.document import Invitation, JointDocument, Kind, Status, Version
from collaboration.documents.models.drafts import Draft
from collaboration.documents.models.opinions import Disposition, Opinion, Placement, Reply
from collaboration.documents.models.rounds import Answer, Round
from collaboration.documents.models.signing import Countersignature, Countersigning
from collaboration.documents.models.uploads import Upload

__all__ = [
    "Answer",
    "Counterpart",
    "Countersignature",
    "Countersigning",
    "Disposition",
    "Draft",
    "Invitation",
    "JointDocument",
    "Kind",
    "Opinion",
    "Placement",
    "Reply",
    "Round",
    "Status",
    "Upload",
    "Version",
]
