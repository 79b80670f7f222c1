"""Papers that spaces put into the archive volume 一案一卷 of a matter, before its files."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper as PDF: what it is called in the volume, whose it is, and of when."""

    title: str
    unit: str
    at: datetime
    pdf: bytes


Papers = Callable[[Actor, Matter], Iterable[Paper]]
REQUEST, REPLIES, LETTERS, PROOFS, HAND_OVERS = range(5)  # the order in a volume
_sources: list[tuple[int, Papers]] = []


def register(place: int, papers: Papers) -> None:
    """Put papers into the volumes of matters; the callable gives none for matters that are not its own."""
    _sources.append((place, papers))
    _sources.sort(key=lambda source: source[0])


def papers_of(actor: Actor, matter: Matter) -> list[Paper]:
    """Everything that the person may take out, in the order of the volume."""
    return [paper for _place, papers in _sources for paper in papers(actor, matter)]
