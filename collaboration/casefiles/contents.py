"""What kind of file some bytes are, by the bytes alone; which kinds are taken, and what a name may look like.

The first look costs nothing and reads only both ends; what is inside is looked at by ``looking`` in the sandbox.
"""

import re
import unicodedata

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.errors import WorkflowError
from tenants.files.markings import marking_of_name

ENDS = 64 * 1024
LARGEST = 2 * 1024**3
LONGEST_NAME = 200
PDF, JPEG, PNG, TEXT = "application/pdf", "image/jpeg", "image/png", "text/plain"
ZIPPED = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ofd": "application/ofd",
}
COMPOUND = {"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint"}
VIDEO = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "avi": "video/x-msvideo",
}
SOUND = {"mp3": "audio/mpeg", "m4a": "audio/mp4", "wav": "audio/wav", "amr": "audio/amr"}
ENDINGS = {
    "pdf": PDF, "jpg": JPEG, "jpeg": JPEG, "png": PNG, "heic": "image/heic", "txt": TEXT, "csv": TEXT,
    **ZIPPED, **COMPOUND, **VIDEO, **SOUND,
}  # fmt: skip
KINDS: dict[str, str | Promise] = {
    PDF: "PDF", TEXT: _("Text"), JPEG: "JPEG", PNG: "PNG", "image/heic": "HEIC",
    ZIPPED["ofd"]: "OFD",
    **dict.fromkeys((ZIPPED["docx"], COMPOUND["doc"]), _("Word document")),
    **dict.fromkeys((ZIPPED["xlsx"], COMPOUND["xls"]), _("Excel workbook")),
    **dict.fromkeys((ZIPPED["pptx"], COMPOUND["ppt"]), _("PowerPoint slides")),
    **dict.fromkeys(VIDEO.values(), _("Video")), **dict.fromkeys(SOUND.values(), _("Sound")),
}  # fmt: skip
WHY: dict[str, str | Promise] = {
    "empty": _("This file is empty."),
    "large": _("A file may have 2 GB at most."),
    "kind": _(
        "Files of this kind are not taken. Send documents (PDF, OFD, Word, Excel, PowerPoint, text), "
        "pictures (JPEG, PNG, HEIC), video (MP4, MOV, WebM, AVI) or sound (MP3, M4A, WAV, AMR)."
    ),
    "mismatch": _("The content of this file is not what its name says."),
    "web": _("This file holds a web page or a program, not a document."),
    "two": _("This file is two files in one; such files are not taken."),
    "secret": _("The name bears a mark of a state secret. State secrets must not enter this portal."),
    "damaged": _("This file is damaged or not whole."),
    "active": _("This file holds a program (script, macro or start of other programs); save it without."),
    "outside": _("This file draws in content from elsewhere; save it without links to templates or entities."),
    "bomb": _("Unpacked, this file would be far larger than it should be."),
    "pixels": _("This picture has too many pixels to be shown safely."),
    "locked": _("This file is locked with a password; send it without."),
    "virus": _("The scanner found something harmful in this file."),
    "unscanned": _("The administrator did not let it through unscanned."),
    "replaced": _("The file was replaced or changed after it was chosen; choose it again."),
}
MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?xml|\?php|object|embed)", re.IGNORECASE)
PROGRAMS = (b"MZ", b"\x7fELF", b"#!/", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"L\x00\x00\x00\x01\x14\x02\x00")
END_OF_ZIP = b"PK\x05\x06"


class Refused(WorkflowError):
    """A file is not taken; ``code`` says why, the message says it to people."""

    def __init__(self, code: str) -> None:
        super().__init__(str(WHY[code]))
        self.code = code


def fit_name(name: str) -> str:
    """The last part of a name, without anything that misleads eyes or programs. Raises ``Refused`` for marked ones."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(
        sign for sign in last if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    kept = kept.strip(" .") or "file"
    if marking_of_name(kept):
        raise Refused("secret")
    stem, dot, ending = kept.rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending}" if dot and len(ending) < 10 else kept[:LONGEST_NAME]


def fit_size(size: int) -> None:
    """Raises ``Refused`` for what nobody can send."""
    if size <= 0:
        raise Refused("empty")
    if size > LARGEST:
        raise Refused("large")


def type_by(name: str, head: bytes, tail: bytes) -> str:
    """The media type of a file whose content is what its name says. Raises ``Refused`` for everything else."""
    if head.startswith(PROGRAMS):
        raise Refused("web")
    wanted = ENDINGS.get(name.rpartition(".")[2].lower())
    found = _types_by_content(head)
    if not found:
        raise Refused("web" if MARKUP.search(head[:4096]) else "kind")
    if wanted is None:
        raise Refused("kind")
    if wanted not in found:
        raise Refused("mismatch")
    if wanted not in ZIPPED.values() and END_OF_ZIP in tail:
        raise Refused("two")
    if wanted in (PDF, JPEG, PNG) and MARKUP.search(head[:1024]) and wanted != JPEG:
        raise Refused("two")
    return wanted


def _types_by_content(head: bytes) -> set[str]:
    """Every type that bytes beginning like this can be."""
    match head:
        case _ if head.startswith(b"%PDF-"):
            return {PDF}
        case _ if head.startswith(b"\xff\xd8\xff"):
            return {JPEG}
        case _ if head.startswith(b"\x89PNG\r\n\x1a\n"):
            return {PNG}
        case _ if head.startswith(b"PK\x03\x04"):
            return set(ZIPPED.values())
        case _ if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            return set(COMPOUND.values())
        case _ if head[4:8] == b"ftyp":
            return {"image/heic"} if head[8:12] in (b"heic", b"heix", b"mif1", b"heim") else _moving(head[8:12])
        case _ if head.startswith(b"\x1a\x45\xdf\xa3"):
            return {"video/webm"}
        case _ if head.startswith(b"RIFF"):
            return {{b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav"}.get(head[8:12], "")} - {""}
        case _ if head.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")):
            return {"audio/mpeg"}
        case _ if head.startswith(b"#!AMR"):
            return {"audio/amr"}
    return {TEXT} if _is_text(head) else set()


def _moving(brand: bytes) -> set[str]:
    return {"audio/mp4"} if brand == b"M4A " else {"video/mp4", "video/quicktime", "audio/mp4"}


def _is_text(head: bytes) -> bool:
    """Words that no browser and no program would take for its own."""
    if MARKUP.search(head) or head.startswith((b"{\\rtf", b"%!")):
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            words = head[: len(head) - 8].decode(encoding) if len(head) == ENDS else head.decode(encoding)
        except UnicodeDecodeError as error:
            if len(head) == ENDS and error.start > ENDS - 16:
                return True
            continue
        return not any(unicodedata.category(sign) == "Cc" and sign not in "\r\n\t\f" for sign in words)
    return False
