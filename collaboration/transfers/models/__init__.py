"""Case transfer: what is handed over and reported back, what is filed with provinces, what units negotiate about."""

from collaboration.transfers.models.coordination import (
    CoordinatedCase,
    Coordination,
    CoordinationState,
    FirstFiling,
    Position,
    Referral,
)
from collaboration.transfers.models.filing import Filing, FilingQuery, FilingState, Side
from collaboration.transfers.models.handover import HandOver, Outcome, Report, Stage

__all__ = [
    "CoordinatedCase",
    "Coordination",
    "CoordinationState",
    "Filing",
    "FilingQuery",
    "FilingState",
    "FirstFiling",
    "HandOver",
    "Outcome",
    "Position",
    "Referral",
    "Report",
    "Side",
    "Stage",
]
