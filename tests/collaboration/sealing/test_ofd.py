"""Files as OFD: held against a schema of the parts, against the PDF character by character, against OpenSSL."""

import datetime
import io
import os
import posixpath
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from asn1crypto import cms
from lxml import etree

from collaboration.sealing.experimental.ofd.drawn import Outline
from collaboration.sealing.experimental.ofd.glyphs import Unknown
from collaboration.sealing.experimental.ofd.markup import NAMESPACE
from collaboration.sealing.experimental.ofd.package import About, ofd_of
from collaboration.sealing.experimental.ofd.reading import read
from collaboration.sealing.experimental.ofd.signature import changed_parts
from collaboration.sealing.experimental.sm2 import IDENTITY, Sm2Key
from collaboration.typesetting.seals import picture_pdf
from collaboration.typesetting.typesetter import typeset
from tests.collaboration.typesetting.corpus.cases import CASES
from tests.collaboration.typesetting.corpus.ruler import Page

from .test_sm2 import knows_sm2
from .test_straddle import FIRST, SECOND, steps

pytestmark = pytest.mark.skipif(not knows_sm2(), reason="this system's OpenSSL knows no SM2")
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("ofd.rng")))
NS = {"ofd": NAMESPACE}
NEAR = 0.02
ABOUT = About(
    "样例事项协作协议", ["甲省样例管理局"], "甲样联〔2026〕1号", datetime.date(2026, 3, 2), "7K2M", "5a" * 32, "6b" * 32
)
SHOWN = list(CASES) if os.environ.get("PORTAL_PROVE") else ["tables", "rare characters", "letter", "minutes"]


@pytest.fixture(scope="module")
def key(tmp_path_factory) -> Sm2Key:
    return Sm2Key.kept(tmp_path_factory.mktemp("authority") / "experimental" / "sm2")


def parts_of(ofd: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(ofd)) as package:
        return {name: package.read(name) for name in package.namelist()}


def valid(parts: dict[str, bytes]) -> bool:
    """Whether every part is as the schema has it, every number is given once and every place that is named exists."""
    roots = {name: etree.fromstring(data) for name, data in parts.items() if name.endswith(".xml")}
    for root in roots.values():
        SCHEMA.assertValid(root)
    pages = [root for name, root in roots.items() if "/Pages/" in name]
    numbers = [one.get("ID") for root in [*pages, roots["Doc_0/PublicRes.xml"]] for one in root.iter() if one.get("ID")]
    numbers += roots["Doc_0/Document.xml"].xpath("//ofd:Page/@ID", namespaces=NS)
    last = int(roots["Doc_0/Document.xml"].findtext(".//ofd:MaxUnitID", namespaces=NS))
    named = {
        *(posixpath.join("Doc_0/Res", place) for place in files(roots, "FontFile") + files(roots, "MediaFile")),
        *(posixpath.join("Doc_0", one) for one in roots["Doc_0/Document.xml"].xpath("//@BaseLoc")),
    }
    return len(set(numbers)) == len(numbers) and max(map(int, numbers)) <= last and named <= set(parts)


def files(roots: dict, name: str) -> list[str]:
    return [one.text for root in roots.values() for one in root.iter(f"{{{NAMESPACE}}}{name}")]


def written_on(page: bytes) -> list[tuple[str, float, float]]:
    """Every character of a page with its left edge and its baseline."""
    found = []
    for text in etree.fromstring(page).iter(f"{{{NAMESPACE}}}TextObject"):
        left, top, *_size = (float(one) for one in text.get("Boundary").split())
        code = text.find("ofd:TextCode", NS)
        x, y = left + float(code.get("X")), top + float(code.get("Y"))
        for character, step in zip(code.text, [0.0, *map(float, (code.get("DeltaX") or "").split())], strict=True):
            x += step
            found.append((character, x, y))
    return found


@pytest.mark.parametrize("name", SHOWN)
def test_every_character_stands_where_the_paper_has_it(key, name):
    pdf = typeset(CASES[name]()).pdf

    parts = parts_of(ofd_of(pdf, ABOUT, key))

    assert valid(parts)
    for number in {0, len(read(pdf)) - 1}:
        measured = [one for one in Page(pdf, number).characters if one.text.strip()]
        written = [one for one in written_on(parts[f"Doc_0/Pages/Page_{number}/Content.xml"]) if one[0].strip()]
        assert [one.text for one in measured] == [character for character, _x, _y in written]
        assert max(abs(one.x - x) + abs(one.y - y) for one, (_c, x, y) in zip(measured, written, strict=True)) < NEAR


def test_seals_and_strips_are_shown_in_their_places(authority, key):
    pdf, _expected, _platform = steps(authority, (FIRST, SECOND))
    parts = parts_of(ofd_of(pdf, ABOUT, key))

    assert valid(parts)
    for number in range(len(read(pdf))):
        layers = etree.fromstring(parts[f"Doc_0/Pages/Page_{number}/Content.xml"]).findall(".//ofd:Layer", NS)
        body, seals = layers
        assert (body.get("Type"), seals.get("Type")) == ("Body", "Foreground")
        assert len(seals.findall("ofd:PathObject", NS)) >= 3
        assert seals.findall(".//ofd:Clip", NS) or number == len(read(pdf)) - 1
    outlines = [one for page in read(pdf) for one in page.seals if isinstance(one, Outline)]
    assert all(one.fill or one.stroke for one in outlines)


def test_a_seal_handed_in_as_dots_is_carried_over(authority, key):
    from PIL import Image

    dots = io.BytesIO()
    Image.new("RGBA", (480, 480), (215, 0, 15, 120)).save(dots, "PNG")
    parts = parts_of(ofd_of(picture_pdf(dots.getvalue(), "image/png", 42), ABOUT, key))

    assert valid(parts)
    picture = etree.fromstring(parts["Doc_0/Pages/Page_0/Content.xml"]).find(".//ofd:ImageObject", NS)
    assert [round(float(one)) for one in picture.get("Boundary").split()] == [0, 0, 42, 42]
    stored = Image.open(io.BytesIO(parts[f"Doc_0/Res/picture_{picture.get('ResourceID')}.png"]))
    assert stored.getpixel((9, 9))[:3] == (215, 0, 15)


def test_openssl_accepts_the_signature_and_a_changed_part_is_named(key, sealed, tmp_path):
    ofd = ofd_of(sealed.final, ABOUT, key)
    parts = parts_of(ofd)
    signed = cms.ContentInfo.load(parts["Doc_0/Signs/Sign_0/SignedValue.dat"])["content"].parse(cms.SignedData)
    content = signed["encap_content_info"]["content"].parsed.native
    files = {"certificate": signed["certificates"][0].chosen.dump(), "content": content,
             "signature": signed["signer_infos"][0]["signature"].native}  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    public = openssl("x509", "-inform", "DER", "-in", str(tmp_path / "certificate"), "-pubkey", "-noout").stdout
    (tmp_path / "public").write_bytes(public)
    seen = openssl("dgst", "-sm3", "-binary", data=parts["Doc_0/Signs/Sign_0/Signature.xml"]).stdout
    verified = openssl(
        "pkeyutl", "-verify", "-pubin", "-inkey", str(tmp_path / "public"), "-rawin", "-digest", "sm3", "-pkeyopt",
        f"distid:{IDENTITY.decode()}", "-in", str(tmp_path / "content"), "-sigfile", str(tmp_path / "signature"),
    )  # fmt: skip

    assert seen == content and verified.returncode == 0
    assert changed_parts(ofd) == []
    assert changed_parts(repacked(parts, "Doc_0/Pages/Page_0/Content.xml")) == ["Doc_0/Pages/Page_0/Content.xml"]
    assert changed_parts(repacked(parts, "Doc_0/Res/added.bin")) == ["Doc_0/Res/added.bin"]


def openssl(*arguments: str, data: bytes = b"") -> subprocess.CompletedProcess:
    return subprocess.run([str(shutil.which("openssl")), *arguments], input=data, capture_output=True, check=False)


def repacked(parts: dict[str, bytes], changed: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in (parts | {changed: parts.get(changed, b"") + b" "}).items():
            package.writestr(name, data)
    return made.getvalue()


def test_what_cannot_be_carried_over_whole_is_refused():
    import typst

    turned = typst.compile(b"#rotate(20deg)[turned]", format="pdf")
    with pytest.raises(Unknown):
        read(turned)
