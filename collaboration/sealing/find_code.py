"""Find the check code in a file that a stranger handed in: altered, cut, printed again, or not ours at all.

Run it in a child process with limits, never in a web process: ``python -m collaboration.sealing.find_code`` reads the
file from standard input and prints the code, or nothing. It needs no settings, no database and no network.
"""

import io
import logging
import re
import sys
import zlib
from collections.abc import Iterator

from pypdf import PdfReader

from collaboration.sealing.check_codes import LETTERS, read_check_code

GROUP = f"[{LETTERS}]{{4}}"
GROUPS = f"{GROUP}-{GROUP}-{GROUP}-{GROUP}"
MARK = re.compile(f"check-code:({GROUPS})".encode())
LINK = re.compile(rf"[?&;/]code=({GROUPS})".encode())
PRINTED = re.compile(rf"(?<![0-9A-Za-z])({GROUPS})(?![0-9A-Za-z])")
STREAM = re.compile(rb"(?<!end)stream\r?\n(.*?)(?:endstream|\Z)", re.DOTALL)
UNPACKED_LIMIT = 32 * 1024 * 1024
MENDED_LIMIT = 4 * 1024 * 1024  # looking for the objects of a larger file without tables takes too long
PAGES_READ = 40


def find_check_code(data: bytes) -> str | None:
    """The first check code the file names, looked for from what is cheap to what is dear."""
    return _marked(data) or _marked_in_streams(data) or _printed(data)


def _marked(data: bytes) -> str | None:
    """In plain bytes, also where each letter takes two."""
    for form in (data, data.replace(b"\0", b"")):
        if found := MARK.search(form) or LINK.search(form):
            return read_check_code(found[1].decode())
    return None


def _marked_in_streams(data: bytes) -> str | None:
    """In metadata that another program packed; the tables around them may be damaged."""
    left = UNPACKED_LIMIT
    for stream in STREAM.finditer(data):
        unpacked = _unpacked(stream[1], left)
        left -= len(unpacked)
        if found := _marked(unpacked):
            return found
        if left <= 0:
            break
    return None


def _unpacked(packed: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, limit)
    except zlib.error:
        return b""


def _printed(data: bytes) -> str | None:
    """In the words on the pages, the last page first, where the code is printed."""
    for text in _page_texts(data):
        if found := PRINTED.search(text):
            return read_check_code(found[1])
    return None


def _page_texts(data: bytes) -> Iterator[str]:
    if b"startxref" not in data and len(data) > MENDED_LIMIT:
        return
    try:
        pages = PdfReader(io.BytesIO(data)).pages
        for number in range(len(pages) - 1, max(-1, len(pages) - 1 - PAGES_READ), -1):
            yield pages[number].extract_text()
    except Exception:  # whatever a stranger's file does to the reader, it names no document of ours
        return


if __name__ == "__main__":
    logging.disable()
    sys.stdout.write(find_check_code(sys.stdin.buffer.read()) or "")
