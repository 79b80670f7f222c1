"""Pictures, videos and scans from the door: judged by their bytes, hashed, kept encrypted."""

import hashlib

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from collaboration.errors import WorkflowError
from collaboration.matters import confidences
from collaboration.service.models import Exhibit, Service
from tenants.files import scans, store
from tenants.files.markings import marking_of_name

LARGEST = scans.LARGEST
PNG, MP4, WEBM = "image/png", "video/mp4", "video/webm"
EXTENSIONS = {**scans.EXTENSIONS, PNG: "png", MP4: "mp4", WEBM: "webm"}
PICTURES = (scans.JPEG, PNG)


def type_of(data: bytes) -> str | None:
    """What kind of evidence some bytes are, judged by the bytes alone; None for what is not taken."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data.endswith(b"IEND\xaeB`\x82"):
        return PNG
    if data[4:8] == b"ftyp" and b"moov" in data and b"mdat" in data:
        return MP4
    if data.startswith(b"\x1aE\xdf\xa3") and b"webm" in data[:64]:
        return WEBM
    return scans.type_of_scan(data)


def read(upload: UploadedFile, said: str = "") -> tuple[bytes, str, str]:
    """The bytes of an upload, their kind and digest. ``said`` is the digest that the phone took when it was made."""
    if mark := marking_of_name(upload.name or ""):
        raise WorkflowError(
            _("“%(mark)s” is a mark of secrecy: such papers may not enter this portal.") % {"mark": mark}
        )
    if (upload.size or 0) > LARGEST:
        raise WorkflowError(_("The file is larger than %(limit)d MB.") % {"limit": LARGEST // 1024 // 1024})
    data = upload.read()
    media_type = type_of(data)
    if media_type is None:
        raise WorkflowError(_("This is neither a whole picture (JPEG, PNG), a video (MP4, WebM), nor a PDF file."))
    digest = hashlib.sha256(data).hexdigest()
    if said and said != digest:
        raise WorkflowError(_("The file changed on its way or after it was taken; take it again."))
    return data, media_type, digest


def keep(service: Service, data: bytes) -> str:
    """Store the bytes encrypted with the key of the service; gives the digest of what is stored."""
    return store.put(confidences.conceal_bytes(service.matter, data))


def open_exhibit(exhibit: Exhibit) -> bytes:
    """The picture, video or scan itself."""
    return confidences.reveal_bytes(exhibit.service.matter, store.read(exhibit.file_sha256))
