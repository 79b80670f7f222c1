"""A .docx file opened with suspicion: a zip archive of XML that a stranger may have built."""

import io
import lzma
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from collaboration.documents.text import limits
from collaboration.documents.text.problems import Unreadable

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
MAIN = "/officeDocument"
# All that zipfile is known to raise on an archive somebody has damaged.
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class Package:
    """The few parts of the archive that are read; pictures and everything else stay packed."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            entries = self._archive.infolist()
        except BROKEN as error:
            raise Unreadable("corrupt_word_file") from error
        _refuse_bomb(entries, len(data))
        self._names = {entry.filename for entry in entries}
        self.main = self._find_main()
        self._related = self._relationships(self.main)

    def root(self) -> etree._Element:
        return self._parse(self.main)

    def related(self, kind: str) -> list[etree._Element]:
        """The parts that the main part points to as ``styles``, ``numbering``, ``header``, …"""
        found = sorted({target for ending, target in self._related if ending == kind and target in self._names})
        return [self._parse(name) for name in found]

    def _find_main(self) -> str:
        for ending, target in self._relationships(""):
            if ending == MAIN.strip("/") and target in self._names:
                return target
        if "word/document.xml" in self._names:
            return "word/document.xml"
        raise Unreadable("no_word_file")

    def _relationships(self, part: str) -> list[tuple[str, str]]:
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._names:
            return []
        pairs = []
        for node in self._parse(path).iter(RELATIONSHIPS):
            if node.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, node.get("Target", "")))
                pairs.append((node.get("Type", "").rpartition("/")[2], target.lstrip("/")))
        return pairs

    def _parse(self, name: str) -> etree._Element:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(self._read(name), parser)
        except etree.XMLSyntaxError as error:
            raise Unreadable("corrupt_word_file") from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise Unreadable("corrupt_word_file")
        return root

    def _read(self, name: str) -> bytes:
        try:
            with self._archive.open(name) as part:
                content = part.read(limits.PART_BYTES + 1)
        except BROKEN as error:
            raise Unreadable("corrupt_word_file") from error
        if len(content) > limits.PART_BYTES:
            raise Unreadable("unpacks_too_large")
        return content


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int) -> None:
    """Judge by the archive's own list; an entry that lies about its size fails its checksum when read."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("password_protected")
    unpacked = sum(entry.file_size for entry in entries)
    too_many = len(entries) > limits.ARCHIVE_ENTRIES
    swells = unpacked > limits.ARCHIVE_HARMLESS and unpacked > limits.ARCHIVE_RATIO * packed
    if too_many or swells or unpacked > limits.ARCHIVE_BYTES:
        raise Unreadable("unpacks_too_large")
