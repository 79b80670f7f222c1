"""Files of a matter are taken in: part by part or from a stream, encrypted before they touch a disk.

Other spaces use ``keep`` for what they have in hand, ``share`` in the step that hands files to the other side,
and ``inventory`` for lists with digests.
"""

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.exceptions import AlreadyEnqueued

from collaboration.casefiles import contents, notifications, rules
from collaboration.casefiles.contents import Refused
from collaboration.casefiles.models import PERSONAL, UNFIT, CaseFile, Unfinished
from collaboration.casefiles.vault import PIECE, Locked, Unopened, key_of, pieces_in
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters import confidences
from collaboration.matters.models import Matter
from collaboration.matters.record import record
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.jobs.acting import whoever_asks

FINISHED = gettext_lazy("Meanwhile this upload was finished or given up.")
TWICE = gettext_lazy("Your unit has added this file already.")
MOST_AT_ONCE = 20
MOST_OF_A_MATTER = 500
Row = CaseFile | Unfinished


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as lists and inventories name it."""

    file: CaseFile
    name: str


def locked_of(row: Row) -> Locked:
    """The bytes of a file, kept or under way. Raises ``confidences.Erased``."""
    key = key_of(confidences.key_for_files(row.matter), row.public_id)
    path = store.path_of(row.stored) if isinstance(row, CaseFile) else part_path(row.public_id)
    return Locked(path, key, row.public_id, row.size)


def part_path(upload: UUID) -> Path:
    """Where the parts of an upload lie until it is whole."""
    return Path(settings.FILES_ROOT) / "unfinished" / str(upload)


@transaction.atomic
def begin(actor: Actor, matter: Matter, *, name: str, size: int, sha256: str, about: str = "") -> Unfinished:
    """Begin an upload, or find the one that was cut off: the same person, matter and digest."""
    if not rules.can_add(actor, matter):
        raise NotAllowed(_("Only a handler of a unit that works on the matter can add files, while it is open."))
    kept_name = contents.fit_name(name)
    contents.fit_size(size)
    if not store.DIGEST.fullmatch(sha256):
        raise WorkflowError(_("The file could not be read; choose it again."))
    under_way = Unfinished.objects.visible_to(actor)
    found = under_way.filter(matter=matter, sha256=sha256, size=size).first()
    if found:
        return found
    if CaseFile.objects.filter(matter=matter, unit=actor.unit, sha256=sha256).exists():
        raise WrongState(TWICE)
    if under_way.count() >= MOST_AT_ONCE or matter.files.count() >= MOST_OF_A_MATTER:
        raise WorkflowError(_("Too many files at once; finish or drop others first."))
    token = confidences.conceal(matter, {"name": kept_name})
    return Unfinished.objects.create(
        public_id=uuid4(), matter=matter, unit=actor.unit, user=actor.user, name=token, about=about, size=size,
        sha256=sha256,
    )  # fmt: skip


@transaction.atomic
def append(upload: Unfinished, index: int, part: bytes) -> int:
    """Take in the next part; how many there are now. A part that came twice changes nothing."""
    under_way = Unfinished.objects.select_for_update(no_key=True, of=("self",)).select_related("matter")
    upload = under_way.get(pk=upload.pk)
    if index < upload.parts:
        return upload.parts
    expected = min(PIECE, upload.size - index * PIECE)
    if index != upload.parts or len(part) != expected or expected <= 0:
        raise WrongState(_("The parts of this file did not come in order; begin it again."))
    locked_of(upload).write(index, part)
    upload.parts += 1
    upload.save(update_fields=["parts"])
    return upload.parts


def finish(actor: Actor, upload: Unfinished, *, shared: bool = False) -> CaseFile:
    """Hold the whole against the digest that was told before, see what it is, and keep it; it is checked from here on.

    What is refused is removed at once. The long reading happens outside of any transaction.
    """
    if upload.parts < pieces_in(upload.size):
        raise WrongState(_("Parts of this file have not come yet."))
    locked = locked_of(upload)
    name = confidences.reveal(upload.matter, upload.name)["name"]
    try:
        media_type = contents.type_by(name, *locked.ends(contents.ENDS))
        sha256, stored = locked.digests()
        if sha256 != upload.sha256:
            raise Refused("replaced")
    except Refused:
        drop(upload)
        raise
    except Unopened as error:  # the power was cut before it reached the disk
        drop(upload)
        raise Refused("damaged") from error
    except FileNotFoundError as error:  # somebody was faster
        raise WrongState(FINISHED) from error
    return _keep(actor, upload, stored, media_type, shared)


@transaction.atomic
def _keep(actor: Actor, upload: Unfinished, stored: str, media_type: str, shared: bool) -> CaseFile:
    matter = Matter.objects.select_for_update(no_key=True).get(pk=upload.matter_id)
    if not rules.can_add(actor, matter):
        raise WrongState(_("Meanwhile the matter takes no files any more."))
    if not Unfinished.objects.filter(pk=upload.pk).exists():
        raise WrongState(FINISHED)
    if CaseFile.objects.filter(matter=matter, unit=actor.unit, sha256=upload.sha256).exists():
        raise WrongState(TWICE)
    into_store(part_path(upload.public_id), stored)
    is_alone = matter.parties == [actor.unit.pk]
    file = CaseFile.objects.create(
        public_id=upload.public_id, matter=matter, unit=actor.unit, user=actor.user, user_name=actor.name,
        about=upload.about, name=upload.name, media_type=media_type, size=upload.size, sha256=upload.sha256,
        stored=stored, shared_at=timezone.now() if shared or is_alone else None,
    )  # fmt: skip
    Unfinished.objects.filter(pk=upload.pk).delete()
    have_it_checked(file, whoever_asks())
    record(matter, "file_kept", file=str(file.public_id), sha256=file.sha256, size=file.size)
    return file


def keep(
    actor: Actor, matter: Matter, *, name: str, stream: BinaryIO, about: str = "", shared: bool = False
) -> CaseFile:
    """Keep a file that is at hand. ``stream`` is read twice: first for its digest and length, then to be encrypted.

    ``about`` says what of the matter it belongs to (such as ``reply:1``); unless ``shared`` the other side gets it in
    the step that calls ``share``. Raises ``Refused`` and other ``WorkflowError``.
    """
    sha256, size = digest_of(stream), stream.seek(0, os.SEEK_END)
    stream.seek(0)
    upload = begin(actor, matter, name=name, size=size, sha256=sha256, about=about)
    for index, piece in enumerate(_pieces_of(stream)):
        append(upload, index, piece)
    return finish(actor, Unfinished.objects.get(pk=upload.pk), shared=shared)


def digest_of(stream: BinaryIO) -> str:
    """The SHA-256 of what is at hand, which is read from its beginning and left there."""
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    return digest


def _pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(PIECE):
        yield piece


def drop(upload: Unfinished) -> None:
    """Give an upload up."""
    Unfinished.objects.filter(pk=upload.pk).delete()
    part_path(upload.public_id).unlink(missing_ok=True)


def share(actor: Actor, matter: Matter, files: Iterable[UUID] | None = None) -> list[str]:
    """Hand files of the acting unit to the other side; their digests, for the record of the step that calls this."""
    mine = CaseFile.objects.filter(matter=matter, unit=actor.unit, shared_at=None)
    mine = mine.exclude(state__in=UNFIT)
    chosen = mine if files is None else mine.filter(public_id__in=list(files))
    digests = list(chosen.values_list("sha256", flat=True))
    chosen.update(shared_at=timezone.now())
    return digests


def share_persons(file: CaseFile) -> None:
    """Hand a file that shows persons to the other side, as part of a step; only who handles the matter opens it."""
    CaseFile.objects.filter(pk=file.pk).update(about=PERSONAL, shared_at=file.shared_at or timezone.now())


def handed(actor: Actor, matter: Matter) -> dict[str, Any]:
    """The same as detail of a record: nothing where nothing was handed over."""
    digests = share(actor, matter)
    return {"files": digests} if digests else {}


@transaction.atomic
def hand_over(actor: Actor, matter: Matter) -> None:
    """Hand over what only the own unit sees, as a step of its own; the other side is told once."""
    matter = Matter.objects.select_for_update(no_key=True).get(pk=matter.pk)
    if not rules.can_add(actor, matter):
        raise NotAllowed(_("Only a handler of a unit that works on the matter can add files, while it is open."))
    digests = share(actor, matter)
    if not digests:
        raise WrongState(_("There is nothing to hand over."))
    record(matter, "files_shared", files=digests)
    notifications.shared(actor, matter)


def listed(actor: Actor, matter: Matter, *, about: str | None = None) -> list[Listed]:
    """The files of a matter that the person may see, with their names; erased ones have none."""
    found = CaseFile.objects.visible_to(actor).filter(matter=matter).select_related("unit")
    rows = list(found if about is None else found.filter(about=about))
    try:
        names = confidences.reveal_all(matter, [row.name for row in rows]) if rows else []
    except confidences.Erased:
        names = [{"name": ""} for _row in rows]
    return [Listed(row, words["name"]) for row, words in zip(rows, names, strict=True)]


def inventory(actor: Actor, matter: Matter) -> list[dict[str, Any]]:
    """The list of files for a hand-over: running number, name, size, SHA-256, unit, time; shared and readable ones."""
    return [
        {"number": number, "name": one.name, "size": one.file.size, "sha256": one.file.sha256,
         "unit": one.file.unit.display_name, "kept_at": one.file.kept_at, "public_id": str(one.file.public_id)}
        for number, one in enumerate((x for x in listed(actor, matter) if x.file.is_open), start=1)
    ]  # fmt: skip


def into_store(path: Path, stored: str) -> None:
    """Give an unfinished file its place in the store. Its first name goes only once a row names it there, so that
    ``mending`` knows what a kill left behind."""
    target = store.path_of(stored)
    target.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        os.link(path, target)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def have_it_checked(file: CaseFile, identity: dict[str, Any]) -> bool:
    """Queue the check of a file for this person; whether it was not queued yet."""
    from collaboration.casefiles.tasks import check  # the queue's app exists only after Django's set-up

    job = check.configure(queueing_lock=f"casefile {file.public_id}")
    try:
        with transaction.atomic():
            job.defer(public_id=str(file.public_id), **identity)
    except AlreadyEnqueued:
        return False
    return True
