"""Pictures, videos and scans from the door: files of the request, encrypted and checked as all of them are."""

from collections.abc import Iterable
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from collaboration.casefiles import contents, storing
from collaboration.casefiles.models import PERSONAL, UNFIT, CaseFile
from collaboration.errors import WorkflowError
from collaboration.service.models import Exhibit, Service
from tenants.identity.actor import Actor

PLAIN_LARGEST = 20 * 1024 * 1024  # of a file that comes in one piece, without the script
TAKEN = {contents.PDF, contents.JPEG, contents.PNG, "image/heic", *contents.VIDEO.values()}


def keep(actor: Actor, service: Service, *, name: str, stream: BinaryIO, size: int) -> CaseFile:
    """Keep a file that came in one piece, or find it again. Raises ``WorkflowError``."""
    if size > PLAIN_LARGEST:
        limit = PLAIN_LARGEST // 1024 // 1024
        raise WorkflowError(_("The file is larger than %(limit)d MB.") % {"limit": limit})
    digest = storing.digest_of(stream)
    if known := find(actor, service, digest):
        return known
    return storing.keep(actor, service.request.matter, name=name, stream=stream, about=PERSONAL)


def find(actor: Actor, service: Service, sha256: str) -> CaseFile | None:
    """The file of the acting unit with this digest, if it has arrived."""
    files = CaseFile.objects.visible_to(actor).filter(matter=service.request.matter, unit=actor.unit)
    return files.filter(sha256=sha256).first()


def fit(file: CaseFile) -> None:
    """Raises ``WorkflowError`` for what proves nothing of a service, or was refused when it was checked."""
    if file.state in UNFIT:
        raise WorkflowError(str(contents.WHY[file.finding]))
    if file.media_type not in TAKEN:
        raise WorkflowError(_("This is neither a picture (JPEG, PNG, HEIC), a video (MP4, MOV, WebM), nor a PDF file."))


def files_of(actor: Actor, exhibits: Iterable[Exhibit]) -> dict[int, CaseFile]:
    """The files behind exhibits that the person may see, by their keys."""
    return CaseFile.objects.visible_to(actor).in_bulk({one.file_id for one in exhibits})


def standing(actor: Actor, service: Service, attempt_key: UUID) -> set[str]:
    """The sorts of exhibits of an attempt, without those whose file was refused."""
    exhibits = list(service.exhibits.filter(attempt_key=attempt_key))
    files = files_of(actor, exhibits)
    return {one.sort for one in exhibits if one.file_id in files and files[one.file_id].state not in UNFIT}
