"""The inside of a file, looked at in the sandbox: what is dangerous is refused, pages are drawn anew as pictures.

Reads from standard input a line of JSON ({"type": …, "size": …}) and the bytes; writes a line of JSON
({"refused": code} or {"facts": …, "pictures": [[width, height, length] …]}) and the pictures. Nothing of Django is
loaded here.
"""

import contextlib
import io
import json
import re
import sys
import warnings
import zipfile
import zlib
from typing import Any

from collaboration.casefiles import films

PAGES, WIDTH, HEIGHT = 5, 1100, 1600
MOST_PIXELS = 80_000_000
ENTRIES, UNPACKED, RATIO = 2000, 200 * 1024 * 1024, 100
XML_READ = 256 * 1024
ACTIVE = re.compile(rb"/(?:JavaScript|JS\s*[(<\d]|Launch|RichMedia)")
OBJECTS = re.compile(rb"/ObjStm.{0,300}?stream\r?\n", re.DOTALL)
MAIN = {
    "wordprocessingml": "word/document.xml", "spreadsheetml": "xl/workbook.xml",
    "presentationml": "ppt/presentation.xml", "application/ofd": "OFD.xml",
}  # fmt: skip
MACROS = ("_VBA_PROJECT".encode("utf-16-le"), b"Attribut\x00e ")
Answer = tuple[dict[str, Any], list[tuple[int, int, bytes]]]


class Refused(Exception):
    """Not to be taken; the argument is the code."""


def look(media_type: str, data: bytes, size: int = 0) -> Answer:
    """Facts of the file and pictures of it. Raises ``Refused``, or anything at all for what is damaged.

    ``size`` is the length of a video of which only both ends are at hand.
    """
    if media_type == "application/pdf":
        return look_at_pdf(data)
    if media_type in ("image/jpeg", "image/png"):
        return look_at_picture(media_type, data)
    if media_type in films.FORMS:
        facts, picture = films.look(media_type, data, size)
        return facts, [_fitting(picture)] if picture else []
    if data.startswith(b"PK"):
        look_at_zip(media_type, data)
    elif any(word in data for word in MACROS):
        raise Refused("active")
    elif "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("locked")
    return {}, []


def look_at_pdf(data: bytes) -> Answer:
    """The first pages; scripts and starts of programs are refused, also inside packed objects."""
    import pypdfium2

    if ACTIVE.search(data) or any(ACTIVE.search(_unpacked(data, one.end())) for one in OBJECTS.finditer(data)):
        raise Refused("active")
    if b"%%EOF" not in data[-4096:]:
        raise Refused("damaged")
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise Refused("locked" if "assword" in str(error) else "damaged") from error
    count, pictures = len(document), []
    for number in range(min(count, PAGES)):
        page = document[number]
        width, height = page.get_size()
        scale = min(WIDTH / max(width, 1), HEIGHT / max(height, 1), 3)
        if min(width, height) * scale < 1:
            raise Refused("damaged")
        pictures.append(_png(page.render(scale=scale).to_pil()))
    if not pictures:
        raise Refused("damaged")
    return {"pages": count}, pictures


def _unpacked(data: bytes, start: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(data[start : start + 4 * XML_READ], 4 * XML_READ)
    except zlib.error:
        return b""


def look_at_picture(media_type: str, data: bytes) -> Answer:
    """The picture, drawn anew without anything that stood beside its pixels."""
    from PIL import Image, ImageOps

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
    with Image.open(io.BytesIO(data), formats=["JPEG" if media_type == "image/jpeg" else "PNG"]) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS:
            raise Refused("pixels")
        picture.draft("RGB", (WIDTH, HEIGHT))
        picture.load()
        captured, upright = "", picture
        with contextlib.suppress(Exception):  # what a camera notes beside the picture is often odd
            captured = str(picture.getexif().get_ifd(0x8769).get(36867, ""))[:19]
            upright = ImageOps.exif_transpose(picture)
        drawn = _fitting(upright)
    facts = {"width": width, "height": height}
    return facts | ({"captured": captured} if re.fullmatch(r"[\d: ]{19}", captured) else {}), [drawn]


def _fitting(picture: Any) -> tuple[int, int, bytes]:
    picture.thumbnail((WIDTH, HEIGHT))
    return _png(picture)


def _png(picture: Any) -> tuple[int, int, bytes]:
    written = io.BytesIO()
    bare = picture.convert("RGB")
    bare.info = {}
    bare.save(written, "PNG")
    return (*bare.size, written.getvalue())


def look_at_zip(media_type: str, data: bytes) -> None:
    """The list of what is packed, and the words that could draw in or start something else."""
    if data.count(b"PK\x01\x02") > ENTRIES + 100:
        raise Refused("bomb")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        found = packed.infolist()
        size = sum(one.file_size for one in found)
        if len(found) > ENTRIES or size > UNPACKED or size > RATIO * max(len(data), 4096):
            raise Refused("bomb")
        names = [one.filename for one in found]
        if len(set(names)) < len(names) or any(_strays(name) for name in names):
            raise Refused("damaged")
        if min((one.header_offset for one in found), default=1) != 0:
            raise Refused("two")
        if any(one.flag_bits & 1 for one in found):
            raise Refused("locked")
        main = next(name for word, name in MAIN.items() if word in media_type)
        if main not in names:
            raise Refused("mismatch")
        if any(
            re.search(r"vbaProject|activeX|\.(?:exe|dll|js|vbs|bat|ps1|jar|sh)$", name, re.IGNORECASE) for name in names
        ):
            raise Refused("active")
        for name in names:
            if name.lower().endswith((".xml", ".rels")):
                _look_at_xml(name, packed)


def _strays(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or ":" in name or "\x00" in name


def _look_at_xml(name: str, packed: zipfile.ZipFile) -> None:
    with packed.open(name) as part:
        words = part.read(XML_READ)
    if b"<!DOCTYPE" in words or b"<!ENTITY" in words or "<!DOCTYPE".encode("utf-16-le") in words:
        raise Refused("outside")
    if b"macroEnabled" in words and name == "[Content_Types].xml":
        raise Refused("active")
    if name.endswith(".rels") and re.search(
        rb"(?:attachedTemplate|oleObject|frame)\"[^>]*TargetMode=\"External\"", words
    ):
        raise Refused("outside")
    if re.search(rb"TargetMode=\"External\"[^>]*(?:attachedTemplate|oleObject|frame)\"", words):
        raise Refused("outside")
    if re.search(rb">[^<]*\b(?:DDEAUTO|DDE)\b\s", words):
        raise Refused("active")


def main() -> None:
    asked, data = json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read()
    try:
        facts, pictures = look(asked["type"], data, asked["size"])
        answer = {"facts": facts, "pictures": [[width, height, len(png)] for width, height, png in pictures]}
    except Refused as refusal:
        answer, pictures = {"refused": str(refusal)}, []
    except Exception:  # whatever a stranger's bytes bring about means one thing
        answer, pictures = {"refused": "damaged"}, []
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
    for *_size, png in pictures:
        sys.stdout.buffer.write(png)


if __name__ == "__main__":
    main()
