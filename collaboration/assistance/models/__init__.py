"""Assistance requests: what is agreed beforehand, and each request from its draft to its closing."""

from collaboration.assistance.models.catalogue import Competence, KindVersion, RequestKind, Subject, Understanding
from collaboration.assistance.models.overview import LedgerLine, Rating, SavedView
from collaboration.assistance.models.request import AssistanceRequest, DeclineReason, Note, Reply, Status

__all__ = [
    "AssistanceRequest",
    "Competence",
    "DeclineReason",
    "KindVersion",
    "LedgerLine",
    "Note",
    "Rating",
    "Reply",
    "RequestKind",
    "SavedView",
    "Status",
    "Subject",
    "Understanding",
]
