"""Case transfer: what is handed over and reported back, what is filed with provinces, what units negotiate about."""

from collaboration.transfers.models.coordination import Coordination, CoordinationState, FirstFiling, Position
from collaboration.transfers.models.filing import Filing, FilingQuery, FilingState, Side
from collaboration.transfers.models.handover import HandOver, Outcome, Report, Stage

__all__ = [
    "Coordination",
    "CoordinationState",
    "Filing",
    "FilingQuery",
    "FilingState",
    "FirstFiling",
    "HandOver",
    "Outcome",
    "Position",
    "Report",
    "Side",
    "Stage",
]
