"""The package: entry, document, resources, pages, and the signature over all of them."""

import hashlib
import io
import itertools
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lxml import etree

from collaboration.sealing.experimental.ofd import fonts
from collaboration.sealing.experimental.ofd.drawn import Page, Picture, Text
from collaboration.sealing.experimental.ofd.markup import numbers, page_part, part, within, written
from collaboration.sealing.experimental.ofd.reading import read
from collaboration.sealing.experimental.ofd.signature import NAME_OF_LIST, signed
from collaboration.sealing.experimental.sm2 import Sm2Key
from collaboration.typesetting.fonts import FontSet, available_fonts
from collaboration.typesetting.marks import marks

ROOT = "OFD.xml"
FOLDER = "Doc_0"
CREATOR = "联合行文（试验性OFD）"
NOTE = "试验性版式文件：签名由平台以软件密钥生成，不是法律意义上的电子印章；以签章PDF原件为准。"
PACKED = zipfile.ZIP_DEFLATED
MADE = (1980, 1, 1, 0, 0, 0)  # one moment for all parts: they differ by what they say alone


@dataclass(frozen=True)
class About:
    """What the package says of the document."""

    title: str
    issuers: Sequence[str]
    number: str
    day: date | None
    check_code: str
    content_hash: str
    content_hash_sm3: str


def ofd_of(pdf: bytes, about: About, key: Sm2Key, *, set_in: FontSet | None = None) -> bytes:
    """This PDF as a signed OFD. Raises ``Unknown`` or ``UnknownFont`` where it cannot be carried over whole."""
    pages = read(pdf)
    parts = {
        ROOT: _entry(about, hashlib.sha256(pdf).hexdigest()),
        **_document(pages, set_in or available_fonts()),
    }
    return _packed(parts | signed(parts, key, folder=FOLDER))


def _entry(about: About, digest: str) -> bytes:
    root = part("OFD", Version="1.0", DocType="OFD")
    root.addprevious(etree.Comment(f" {' '.join(marks(about.check_code, about.content_hash))} "))
    body = within(root, "DocBody")
    info = within(body, "DocInfo")
    within(info, "DocID", digest[:32])
    within(info, "Title", about.title)
    within(info, "Author", "；".join(about.issuers))
    within(info, "Abstract", NOTE)
    if about.day:
        within(info, "CreationDate", about.day.isoformat())
    within(info, "Creator", CREATOR)
    more = within(info, "CustomDatas")
    said = {
        "发文字号": about.number,
        "核验码": about.check_code,
        "正文摘要SHA-256": about.content_hash,
        "正文摘要SM3": about.content_hash_sm3,
        "原件SHA-256": digest,
    }
    for name, value in said.items():
        if value:
            within(more, "CustomData", value, Name=name)
    within(body, "DocRoot", f"{FOLDER}/Document.xml")
    within(body, "Signatures", f"{FOLDER}/{NAME_OF_LIST}")
    return written(root)


def _document(pages: Sequence[Page], set_in: FontSet) -> dict[str, bytes]:
    """All parts below the document, each by its name in the package."""
    new_id = itertools.count(1).__next__
    shown = [thing for page in pages for thing in (*page.body, *page.seals)]
    texts = [thing for thing in shown if isinstance(thing, Text)]
    named = {name: new_id() for name in dict.fromkeys(text.font for text in texts)}
    drawn = {png: new_id() for png in dict.fromkeys(thing.png for thing in shown if isinstance(thing, Picture))}
    page_ids = [new_id() for _page in pages]
    parts = {
        f"{FOLDER}/Pages/Page_{place}/Content.xml": page_part(page, new_id, named, drawn)
        for place, page in enumerate(pages)
    }
    parts |= _fonts(named, texts, set_in) | _pictures(drawn)
    return {f"{FOLDER}/Document.xml": _root(pages[0], page_ids, new_id())} | parts


def _root(first: Page, page_ids: Iterable[int], last_id: int) -> bytes:
    root = part("Document")
    common = within(root, "CommonData")
    within(common, "MaxUnitID", str(last_id))
    within(within(common, "PageArea"), "PhysicalBox", numbers(0, 0, first.width, first.height))
    within(common, "PublicRes", "PublicRes.xml")
    within(common, "DocumentRes", "DocumentRes.xml")
    listed = within(root, "Pages")
    for place, number in enumerate(page_ids):
        within(listed, "Page", ID=str(number), BaseLoc=f"Pages/Page_{place}/Content.xml")
    return written(root)


def _fonts(named: Mapping[str, int], texts: Iterable[Text], set_in: FontSet) -> dict[str, bytes]:
    """The typefaces, each with no more characters than are shown in it."""
    used: dict[str, set[str]] = {name: set() for name in named}
    for text in texts:
        used[text.font].update(text.characters)
    root, parts = part("Res", BaseLoc="Res"), {}
    listed = within(root, "Fonts") if named else root
    for name, number in named.items():
        path = fonts.path_of(name, set_in)
        ending, data = fonts.cut_to(path, "".join(sorted(used[name])))
        file = f"font_{number}.{ending}"
        parts[f"{FOLDER}/Res/{file}"] = data
        font = within(listed, "Font", ID=str(number), FontName=name, FamilyName=fonts.family_name(path))
        within(font, "FontFile", file)
    return {f"{FOLDER}/PublicRes.xml": written(root)} | parts


def _pictures(drawn: Mapping[bytes, int]) -> dict[str, bytes]:
    root, parts = part("Res", BaseLoc="Res"), {}
    listed = within(root, "MultiMedias") if drawn else root
    for png, number in drawn.items():
        file = f"picture_{number}.png"
        parts[f"{FOLDER}/Res/{file}"] = png
        within(within(listed, "MultiMedia", ID=str(number), Type="Image", Format="PNG"), "MediaFile", file)
    return {f"{FOLDER}/DocumentRes.xml": written(root)} | parts


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """The entry comes first and as it is: by its marks the file names its document at its very beginning."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in parts.items():
            package.writestr(zipfile.ZipInfo(name, MADE), data, zipfile.ZIP_STORED if name == ROOT else PACKED)
    return made.getvalue()
