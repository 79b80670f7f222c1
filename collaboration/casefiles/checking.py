"""A kept file is looked at in the sandbox, drawn anew and scanned; then it can be opened, or it is refused."""

import json
from collections.abc import Iterable
from itertools import chain
from secrets import token_hex
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from collaboration.casefiles import contents, converting, films, notifications, scanning
from collaboration.casefiles.models import CaseFile, Preview, State
from collaboration.casefiles.storing import into_store, locked_of, part_path
from collaboration.casefiles.vault import PIECE, Locked, key_of, pieces_in
from collaboration.matters import confidences
from collaboration.matters.record import record
from tenants.files import store
from tenants.jobs import sandbox
from tenants.jobs.acting import whoever_asks

MODULE = "collaboration.casefiles.looking"
SECONDS, MEMORY, ANSWER = 30.0, 1024**3, 32 * 1024 * 1024
LATER = {*films.FORMS, *converting.ENDINGS}  # their pictures take longer, and come when they can be opened already
AFTER_ALL_CHECKS = -1
LOOKED_INTO = 256 * 1024 * 1024
Drawn = tuple[dict[str, Any], list[tuple[int, int, bytes]]]
UNREADABLE = {*contents.VIDEO.values(), *contents.SOUND.values(), contents.TEXT, "image/heic"}


def check(public_id: UUID) -> None:
    """Check one file that waits for it; a second run changes nothing. Raises ``scanning.Unreachable`` to come back."""
    file = CaseFile.objects.filter(public_id=public_id, state=State.WAITING).select_related("matter").first()
    if file is None:
        return
    locked = locked_of(file)
    answer, pictures = look(file.media_type, locked)
    if "refused" in answer:
        refuse(file, State.REFUSED, answer["refused"])
        return
    said = scanning.scan(locked.pieces()) if scanning.is_configured() else None
    if said == scanning.INFECTED:
        refuse(file, State.INFECTED, "virus")
        return
    unscanned = State.UNSCANNED if settings.UNSCANNED_FILES == "open" else State.HELD
    _let_in(file, State.CLEAN if said == scanning.CLEAN else unscanned, answer["facts"], pictures)


def look(media_type: str, locked: Locked) -> Drawn:
    """What the sandbox makes of the file; of what it cannot read, nothing."""
    if media_type in UNREADABLE:
        return {"facts": {}}, []
    if locked.size > LOOKED_INTO:
        return ({"facts": {}}, []) if media_type == contents.PDF else ({"refused": "large"}, [])
    return drawn(media_type, locked.size, locked.pieces())


def drawn(media_type: str, size: int, pieces: Iterable[bytes]) -> Drawn:
    """The answer of the sandbox about a file of this kind and length."""
    asked = json.dumps({"type": media_type, "size": size}).encode() + b"\n"
    try:
        said = sandbox.run(MODULE, chain([asked], pieces), seconds=SECONDS, memory=MEMORY, answer=ANSWER)
    except sandbox.SandboxError:
        return {"refused": "damaged"}, []
    head, _, rest = said.partition(b"\n")
    answer, pictures, at = json.loads(head), [], 0
    for width, height, length in answer.get("pictures", ()):
        pictures.append((width, height, rest[at : at + length]))
        at += length
    return answer, pictures


@transaction.atomic
def _let_in(file: CaseFile, state: State, facts: dict[str, Any], pictures: list[tuple[int, int, bytes]]) -> None:
    waiting = CaseFile.objects.filter(pk=file.pk, state=State.WAITING)
    if not waiting.update(state=state, facts=facts):
        return
    keep_pictures(file, pictures)
    if file.media_type in LATER:
        _have_it_drawn(file)


def keep_pictures(file: CaseFile, pictures: Iterable[tuple[int, int, bytes]]) -> None:
    """Keep the pictures of a file, encrypted like it."""
    for number, (width, height, picture) in enumerate(pictures, start=1):
        stored = _store(file, number, picture)
        Preview.objects.create(
            file=file, number=number, stored=stored, size=len(picture), width=width, height=height
        )  # fmt: skip


def _have_it_drawn(file: CaseFile) -> None:
    from collaboration.casefiles.tasks import draw  # the queue's app exists only after Django's set-up

    draw.configure(priority=AFTER_ALL_CHECKS).defer(public_id=str(file.public_id), **whoever_asks())


@transaction.atomic
def refuse(file: CaseFile, state: State, code: str) -> None:
    """Refuse a file: its bytes go, a line with the reason stays."""
    waiting = CaseFile.objects.filter(pk=file.pk, state=State.WAITING)
    if waiting.update(state=state, finding=code):
        record(file.matter, "file_refused", file=str(file.public_id), why=code)
        notifications.refused(file)
        transaction.on_commit(lambda: store.purge(file.stored))


def preview_of(preview: Preview) -> Locked:
    """The picture of a page, as it lies encrypted."""
    file = preview.file
    key = key_of(confidences.key_for_files(file.matter), file.public_id, f"preview{preview.number}")
    return Locked(store.path_of(preview.stored), key, file.public_id, preview.size)


def _store(file: CaseFile, number: int, picture: bytes) -> str:
    key = key_of(confidences.key_for_files(file.matter), file.public_id, f"preview{number}")
    path = part_path(file.public_id).with_suffix(f".{number}-{token_hex(4)}")  # never over what a kill left
    locked = Locked(path, key, file.public_id, len(picture))
    for index in range(pieces_in(len(picture))):
        locked.write(index, picture[index * PIECE : (index + 1) * PIECE])
    stored = locked.digests()[1]
    into_store(path, stored)
    return stored
