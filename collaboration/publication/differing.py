"""How a stranger's file differs from the sealed one whose code it bears, by its bytes alone; nothing is parsed."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenants.files import store

END = b"%%EOF"
SIGNED = b"/ByteRange"
SHORTEST = 256  # bytes by which a beginning is known


class Manner(StrEnum):
    """What sets the file apart."""

    ADDED = "added"
    INTERIM = "interim"
    CUT = "cut"
    TAMPERED = "tampered"
    COPY = "copy"


WORDS: dict[Manner, tuple[str | Promise, str | Promise]] = {
    Manner.ADDED: (
        _("Something was added to this file after it was sealed."),
        _(
            "The sealed part is unchanged; what was added, such as a note, a stamp or a page, is not part of the"
            " document. Use the file linked below."
        ),
    ),
    Manner.INTERIM: (
        _("This is an earlier state of the file, from before all seals were on it."),
        _("It was never issued in this form. Use the file linked below."),
    ),
    Manner.CUT: (
        _("This file is incomplete: its end is missing."),
        _("It was probably cut off while it was downloaded or sent. Use the file linked below."),
    ),
    Manner.TAMPERED: (
        _("This file has been tampered with: it carries signatures, but not over what it shows."),
        _(
            "Treat it as forged: do not act on it, keep it, and ask the unit that gave it to you where it comes from."
            " The text linked below is authoritative."
        ),
    ),
    Manner.COPY: (
        _("This is a copy without signatures: it names one of our documents, but nothing in it can be checked."),
        _(
            "Printing, scanning or saving it with another program may be all that happened; this does not prove"
            " forgery, nor that its words are right. Compare them with the text linked below."
        ),
    ),
}


def manner_of(data: bytes, file_sha256: str) -> Manner:
    """How these bytes differ from the stored file. Where that is gone, only whether they carry signatures decides."""
    try:
        sealed = store.read(file_sha256)
    except OSError:
        sealed = b""
    if sealed and data.startswith(sealed):
        return Manner.ADDED
    if len(data) >= SHORTEST and sealed.startswith(data):
        return Manner.INTERIM if data.rstrip().endswith(END) else Manner.CUT
    return Manner.TAMPERED if SIGNED in data else Manner.COPY
