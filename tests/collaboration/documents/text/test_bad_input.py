"""Files that are broken, hostile or not documents: each is refused in one sentence."""

import io
import zipfile

import pytest

from collaboration.documents.text import limits
from collaboration.documents.text.conversion import convert
from collaboration.documents.text.problems import Unreadable
from collaboration.documents.text.refusals import refusal
from tests.collaboration.documents.text.word_files import p, relationships, table, word_file

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
GOOD = word_file(p("正文。"))


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def with_main(content: bytes) -> bytes:
    return archive(_rels__=b"", **{"word/document.xml": content})


def encrypted_entry() -> bytes:
    data = bytearray(GOOD)
    central = data.find(b"PK\x01\x02")
    data[central + 8] |= 1
    return bytes(data)


def bomb() -> bytes:
    return archive(**{"word/document.xml": b"<x/>", "word/media/a.bin": b"\0" * 30_000_000})


def lying_entry() -> bytes:
    """The archive's list says the part is small; it is not."""
    data = bytearray(with_main(b"<x>" + b" " * 5_000_000 + b"</x>"))
    central = data.rfind(b"PK\x01\x02")
    data[central + 24 : central + 28] = (100).to_bytes(4, "little")
    return bytes(data)


ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    b"<w:p><w:r><w:t>&b;&c;</w:t></w:r></w:p></w:body></w:document>"
)
CASES = {
    "nothing": (b"", "a.docx", "empty"),
    "no text": (word_file(p("")), "a.docx", "empty"),
    "no bytes of text": (b"\r\n", "a.txt", "empty"),
    "too large": (b"a" * (limits.FILE_BYTES + 1), "a.txt", "too_large"),
    "cut off": (GOOD[: len(GOOD) // 2], "a.docx", "corrupt_word_file"),
    "garbage": (b"PK\x03\x04garbage", "a.docx", "corrupt_word_file"),
    "text renamed": ("正文。".encode(), "a.docx", "corrupt_word_file"),
    "broken XML": (with_main(b"<w:document>"), "a.docx", "corrupt_word_file"),
    "no main part": (archive(**{"xl/workbook.xml": b"<x/>"}), "a.docx", "no_word_file"),
    "no body": (with_main(b"<x/>"), "a.docx", "no_word_file"),
    "entities": (with_main(ENTITIES), "a.docx", "corrupt_word_file"),
    "bomb": (bomb(), "a.docx", "unpacks_too_large"),
    "lying bomb": (lying_entry(), "a.docx", "corrupt_word_file"),
    "many entries": (
        archive(**{f"f{n}": b"" for n in range(limits.ARCHIVE_ENTRIES + 1)}),
        "a.docx",
        "unpacks_too_large",
    ),
    "encrypted entry": (encrypted_entry(), "a.docx", "password_protected"),
    "password": (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "a.docx", "password_protected"),
    "old format": (OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le"), "a.doc", "old_word_file"),
    "png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a.docx", "picture"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF\0" + b"\0" * 50, "a.txt", "picture"),
    "pdf": (b"%PDF-1.7\n", "a.docx", "pdf_file"),
    "rtf": (b"{\\rtf1 }", "a.doc", "rtf_file"),
    "web page": (b"<!DOCTYPE html><html></html>", "a.txt", "web_page"),
    "program": (b"\x7fELF\x02\x01\x01\0\0", "a.txt", "not_text"),
    "paragraphs in text": ("段。\n".encode() * 10_000, "a.txt", "too_many_paragraphs"),
    "paragraphs in Word": (word_file(p("段。") * 10_000), "a.docx", "too_many_paragraphs"),
    "cells": (word_file(table(*[("格",) * 50] * 450)), "a.docx", "too_many_cells"),
    "only page furniture": ("打印\n关闭".encode(), "a.txt", "empty"),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_input_is_refused_with_a_sentence(case):
    data, name, code = CASES[case]

    with pytest.raises(Unreadable) as refused:
        convert("auto", name, data)

    assert refused.value.code == code
    assert refusal(refused.value).endswith((".", "。"))


def test_a_part_outside_the_file_is_never_fetched():
    outside = relationships({"officeDocument": "../../../../etc/passwd"})

    with pytest.raises(Unreadable) as refused:
        convert("auto", "a.docx", archive(**{"_rels/.rels": outside.encode(), "a.xml": b"<x/>"}))

    assert refused.value.code == "no_word_file"


@pytest.mark.parametrize("change", [0x01, 0x5A, 0xFF])
def test_a_word_file_with_a_changed_byte_is_read_or_refused(change):
    for place in range(len(GOOD)):
        data = GOOD[:place] + bytes([GOOD[place] ^ change]) + GOOD[place + 1 :]
        try:
            convert("docx", "a.docx", data)
        except Unreadable as refused:
            assert refusal(refused)


def test_a_text_named_as_something_else_is_still_a_text():
    assert convert("auto", "无名", "关于某事的通知\n请照办。".encode()).title == "关于某事的通知"
