"""Pictures that take longer than a check: pages of office files, the first picture of videos.

They come when the file can be opened already; a file of which none can be made is as good without.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from collaboration.casefiles import checking, contents, converting, films
from collaboration.casefiles.checking import LATER, Drawn
from collaboration.casefiles.models import UNFIT, CaseFile, State
from collaboration.casefiles.storing import locked_of
from collaboration.casefiles.vault import Locked
from collaboration.matters import confidences
from tenants.jobs import sandbox

UNDRAWN = "undrawn"  # among the facts of a file: no picture can be made of it here
AWAITED = timedelta(hours=1)
NOTHING: Drawn = ({"refused": "undrawn"}, [])


def draw(public_id: UUID) -> None:
    """Draw one file that was checked; a second run changes nothing."""
    files = CaseFile.objects.exclude(state__in=(*UNFIT, State.WAITING)).filter(media_type__in=LATER)
    file = files.filter(public_id=public_id, previews=None).select_related("matter").first()
    if file is None or UNDRAWN in file.facts:
        return
    try:
        locked = locked_of(file)
        answer, pictures = _film(file, locked) if file.media_type in films.FORMS else _document(file, locked)
        _keep(file, answer, pictures)
    except (confidences.Erased, FileNotFoundError):  # before it was drawn, or meanwhile
        return


def is_awaited(file: CaseFile) -> bool:
    """Whether pictures of the file may still come."""
    is_early = timezone.now() - file.kept_at < AWAITED
    return file.is_open and file.media_type in LATER and UNDRAWN not in file.facts and is_early


def _film(file: CaseFile, locked: Locked) -> Drawn:
    head, tail = films.ENDS
    if locked.size <= head + tail:
        return checking.drawn(file.media_type, locked.size, locked.pieces())
    ends = chain(locked.between(0, head), locked.between(locked.size - tail, locked.size))
    return checking.drawn(file.media_type, locked.size, ends)


def _document(file: CaseFile, locked: Locked) -> Drawn:
    if locked.size > converting.LARGEST:
        return NOTHING
    try:
        made = [converting.as_pdf(file.media_type, locked.pieces())]
    except (converting.NoTool, sandbox.SandboxError):
        return NOTHING
    return checking.drawn(contents.PDF, len(made[0]), _given_away(made))


def _given_away(pieces: list[bytes]) -> Iterator[bytes]:
    """One after the other, none kept here: pictures of it need the room."""
    while pieces:
        yield pieces.pop(0)


@transaction.atomic
def _keep(file: CaseFile, answer: dict[str, Any], pictures: list[tuple[int, int, bytes]]) -> None:
    found = CaseFile.objects.select_for_update(no_key=True, of=("self",)).filter(pk=file.pk, previews=None).first()
    if found is None:
        return
    facts = {**found.facts, **answer.get("facts", {})} | ({} if pictures else {UNDRAWN: True})
    CaseFile.objects.filter(pk=file.pk).update(facts=facts)
    checking.keep_pictures(file, pictures)
