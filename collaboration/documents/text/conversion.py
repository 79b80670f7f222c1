"""A file becomes a manuscript: what kind it is, whether it may be taken in, what it says."""

from collections.abc import Callable

from collaboration.documents.text import limits
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.markings import find_marking
from collaboration.documents.text.paragraphs import Source
from collaboration.documents.text.plain import read_plain
from collaboration.documents.text.problems import Remark, Unreadable
from collaboration.documents.text.recognition import recognise
from collaboration.documents.text.word.reading import read_docx

READERS: dict[str, Callable[[bytes], Source]] = {"plain": read_plain, "docx": read_docx}
KINDS = ("auto", *READERS)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"II*\x00", b"MM\x00*")
WEB_PAGE = (b"<!doctype html", b"<html")
FOREIGN = ((b"%PDF", "pdf_file"), (b"{\\rtf", "rtf_file"), (b"PK\x03\x04", "no_word_file"))


def convert(kind: str, name: str, data: bytes) -> Manuscript:
    """Read ``data`` as ``plain`` text, as ``docx`` or as what it turns out to be (``auto``)."""
    refuse_size(len(data))
    if not data:
        raise Unreadable("empty")
    source = READERS[kind_of(kind, name, data)](data)
    mark = find_marking(name, source)
    if mark:
        raise Unreadable("marked_secret", mark=mark)
    refuse_amount(source)
    manuscript = recognise(source.paragraphs)
    if not manuscript.title and not manuscript.blocks:
        raise Unreadable("empty")
    left_behind = [Remark(f"{kind}_left_out", {"count": count}) for kind, count in sorted(source.left_behind.items())]
    return Manuscript(**{**vars(manuscript), "remarks": (*left_behind, *manuscript.remarks)})


def refuse_size(size: int) -> None:
    """Callers ask this before they read a file into memory."""
    if size > limits.FILE_BYTES:
        raise Unreadable("too_large", size=limits.in_megabytes(size), limit=limits.in_megabytes(limits.FILE_BYTES))


def refuse_amount(source: Source) -> None:
    written = [paragraph for paragraph in source.paragraphs if paragraph.text.strip() or paragraph.rows]
    if not written:
        raise Unreadable("empty")
    rows = sum(len(paragraph.rows) for paragraph in written)
    if len(written) + rows > limits.PARAGRAPHS:
        raise Unreadable("too_many_paragraphs", limit=limits.PARAGRAPHS)
    cells = [cell for paragraph in written for row in paragraph.rows for cell in row]
    if len(cells) > limits.TABLE_CELLS:
        raise Unreadable("too_many_cells", limit=limits.TABLE_CELLS)
    characters = sum(len(paragraph.text) for paragraph in written) + sum(map(len, cells))
    if characters > limits.CHARACTERS:
        raise Unreadable("too_many_characters", limit=limits.CHARACTERS)


def kind_of(kind: str, name: str, data: bytes) -> str:
    """Judge a file by its first bytes; its name only explains what was expected."""
    expects_word = kind == "docx" or name.lower().endswith((".docx", ".docm", ".doc", ".wps"))
    if data.startswith(OLE):
        raise Unreadable("password_protected" if ENCRYPTED in data else "old_word_file")
    if data.startswith(PICTURES) and _is_binary(data):
        raise Unreadable("picture")
    if data.startswith(b"PK\x03\x04") and kind != "plain":
        return "docx"
    for mark, code in FOREIGN:
        if data.startswith(mark):
            raise Unreadable(code)
    if data.lstrip(b"\xef\xbb\xbf \r\n\t")[:20].lower().startswith(WEB_PAGE):
        raise Unreadable("web_page")
    if expects_word:
        raise Unreadable("corrupt_word_file")
    return "plain"


def _is_binary(data: bytes) -> bool:
    return any(byte < 9 or 13 < byte < 32 for byte in data[:64])
