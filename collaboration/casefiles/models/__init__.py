"""Tables of the files of a matter, and of how a matter ends: archived, hidden, erased."""

from collaboration.casefiles.models.ending import Confirmation, Ending, Hold, RetentionRule
from collaboration.casefiles.models.files import OPEN, PERSONAL, UNFIT, WORKING, CaseFile, Preview, State, Unfinished

__all__ = [
    "OPEN",
    "PERSONAL",
    "UNFIT",
    "WORKING",
    "CaseFile",
    "Confirmation",
    "Ending",
    "Hold",
    "Preview",
    "RetentionRule",
    "State",
    "Unfinished",
]
