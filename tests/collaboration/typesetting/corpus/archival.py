"""What can be checked of PDF/A-2b (ISO 19005-2) without its own checker; and that checker's word where there is one."""

import io
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from lxml import etree
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject, StreamObject

HEADER = re.compile(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}")
INVISIBLE = 1 | 2 | 32 | 256  # invisible, hidden, no view, toggle no view
PRINTED = 4
FORBIDDEN_ACTIONS = {
    "/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition",
    "/Trans", "/GoTo3DView",
}  # fmt: skip
FORBIDDEN_ANNOTATIONS = {"/3D", "/Sound", "/Screen", "/Movie"}
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
SPACES = {
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
}
SAME = {
    "/Title": ("dc", "title"), "/Author": ("dc", "creator"), "/Keywords": ("pdf", "Keywords"),
    "/Creator": ("xmp", "CreatorTool"), "/Producer": ("pdf", "Producer"), "/CreationDate": ("xmp", "CreateDate"),
    "/ModDate": ("xmp", "ModifyDate"),
}  # fmt: skip


def findings(pdf: bytes) -> list[str]:
    """Every rule that the file breaks, in words."""
    file = PdfReader(io.BytesIO(pdf))
    root = file.trailer["/Root"].get_object()
    objects = list(_objects(file.trailer))
    rules = (_outside(pdf, file), _metadata(file, root), _colours(root), _things(objects), _pages(file, root))
    return sorted({found for rule in rules for found in rule})


def second_opinion(pdf: bytes, folder: Path) -> str:
    """What veraPDF says of the file as PDF/A-2b, empty where it has nothing to say."""
    path = folder / "file.pdf"
    path.write_bytes(pdf)
    command = [str(shutil.which("verapdf")), "-f", "2b", "--format", "text", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.stdout.startswith("PASS") else done.stdout + done.stderr


def _outside(pdf: bytes, file: PdfReader) -> Iterator[str]:
    if not HEADER.match(pdf):
        yield "the header is not followed by four bytes above 127"
    if not pdf.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "something stands after the end"
    if "/ID" not in file.trailer:
        yield "no identifier in the trailer"
    if "/Encrypt" in file.trailer:
        yield "encrypted"


def _metadata(file: PdfReader, root: Any) -> Iterator[str]:
    if "/Metadata" not in root:
        yield "no XMP"
        return
    tree = etree.fromstring(root["/Metadata"].get_object().get_data())
    if (_said(tree, "pdfaid", "part"), _said(tree, "pdfaid", "conformance")) != ("2", "B"):
        yield "not identified as PDF/A-2b"
    for entry, (space, name) in SAME.items():
        given, said = file.trailer["/Info"].get_object().get(entry), _said(tree, space, name)
        if given is not None and _comparable(entry, str(given)) != _comparable(entry, said or ""):
            yield f"Info and XMP differ in {entry}: {given} and {said}"


def _said(tree: Any, space: str, name: str) -> str | None:
    """A property of the XMP, whether it is written as an attribute, an element or the first of a list."""
    full = f"{{{SPACES[space]}}}{name}"
    for described in tree.iter(f"{RDF}Description"):
        if described.get(full) is not None:
            return described.get(full)
        if (element := described.find(full)) is not None:
            return "".join(element.itertext()).strip()
    return None


def _comparable(entry: str, value: str) -> str | datetime:
    if not entry.endswith("Date"):
        return value
    if value.startswith("D:"):
        value = value[2:].replace("'", "").replace("Z", "+0000")
        return datetime.strptime(value, "%Y%m%d%H%M%S%z")
    return datetime.fromisoformat(value)


def _colours(root: Any) -> Iterator[str]:
    intents = [one.get_object() for one in root.get("/OutputIntents", [])]
    if [one.get("/S") for one in intents] != ["/GTS_PDFA1"]:
        yield "not exactly one output intent"
    elif intents[0]["/DestOutputProfile"].get_object().get("/N") != 3:
        yield "the output intent is not for RGB"


def _objects(start: Any) -> Iterator[Any]:
    """Every dictionary and stream that can be reached."""
    seen: set[tuple[int, int]] = set()
    waiting = [start]
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)


def _things(objects: list[Any]) -> Iterator[str]:
    for one in objects:
        if one.get("/Type") == "/Font":
            yield from _font(one)
        if one.get("/S") in FORBIDDEN_ACTIONS or "/JS" in one or "/AA" in one:
            yield "an action that is not allowed"
        if "/EmbeddedFiles" in one or "/EF" in one or "/XFA" in one or one.get("/NeedAppearances"):
            yield "an embedded file or a form that changes itself"
        if one.get("/Subtype") == "/Image" and (one.get("/Interpolate") or "/Alternates" in one or "/OPI" in one):
            yield "a picture that is smoothed or has alternatives"
        if one.get("/Subtype") == "/Form" and ("/OPI" in one or "/PS" in one or "/Ref" in one):
            yield "a drawing that lies elsewhere"
        if isinstance(one, StreamObject) and ("/F" in one or "/LZWDecode" in str(one.get("/Filter"))):
            yield "a stream that lies elsewhere or is packed by LZW"
        if "/BM" in one and one["/BM"] not in ("/Normal", "/Compatible", "/Multiply"):
            yield f"blend mode {one['/BM']}"
        if "/TR" in one or one.get("/TR2", "/Default") != "/Default" or "/HTP" in one:
            yield "a transfer function"
        if one.get("/ByteRange") is not None and one["/ByteRange"][0] != 0:
            yield "a signature that does not cover the file"


def _font(font: Any) -> Iterator[str]:
    name = font.get("/BaseFont")
    if font["/Subtype"] == "/Type0":
        if not (font["/Encoding"] in ("/Identity-H", "/Identity-V") or isinstance(font["/Encoding"], StreamObject)):
            yield f"{name}: a mapping that is not embedded"
        return
    described = font.get("/FontDescriptor", {})
    if font["/Subtype"] != "/Type3" and not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described):
        yield f"{name} is not embedded"
    if font["/Subtype"] == "/CIDFontType2" and "/CIDToGIDMap" not in font:
        yield f"{name}: no map from characters to outlines"


def _pages(file: PdfReader, root: Any) -> Iterator[str]:
    for page in file.pages:
        for data in _contents(page):
            used = {operator for _operands, operator in ContentStream(data, file).operations}
            if used & {b"k", b"K"}:
                yield "colours of four inks without a profile"
        for annotation in (one.get_object() for one in page.get("/Annots", [])):
            yield from _annotation(annotation)
    spaces = (space for page in file.pages for space in page["/Resources"].get("/ColorSpace", {}).values())
    if any("/DeviceCMYK" in str(space.get_object()) for space in spaces):
        yield "colours of four inks without a profile"


def _contents(page: Any) -> Iterator[Any]:
    yield page["/Contents"].get_object()
    for annotation in (one.get_object() for one in page.get("/Annots", [])):
        shown = annotation.get("/AP", {}).get("/N")
        yield from [shown.get_object()] if isinstance(shown and shown.get_object(), StreamObject) else []


def _annotation(annotation: Any) -> Iterator[str]:
    flags, left_bottom_right_top = int(annotation.get("/F", 0)), [float(one) for one in annotation["/Rect"]]
    left, bottom, right, top = left_bottom_right_top
    if annotation["/Subtype"] in FORBIDDEN_ANNOTATIONS:
        yield f"an annotation of the kind {annotation['/Subtype']}"
    if annotation["/Subtype"] != "/Popup" and (not flags & PRINTED or flags & INVISIBLE):
        yield "an annotation that is not printed or not shown"
    if annotation["/Subtype"] == "/Widget" and ("/A" in annotation or "/AA" in annotation):
        yield "a field that acts"
    shown = annotation.get("/AP")
    if shown is None:
        if annotation["/Subtype"] not in ("/Popup", "/Link") and (right > left or top > bottom):
            yield "an annotation without appearance"
        return
    if set(shown) != {"/N"}:
        yield "an appearance for other states than the normal one"
    is_stream = isinstance(shown["/N"].get_object(), StreamObject)
    if is_stream == (annotation.get("/FT") == "/Btn"):
        yield "an appearance that is not of the kind that its field wants"
