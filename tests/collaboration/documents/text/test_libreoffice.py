"""Our Word files through LibreOffice: opened and saved there, edited there, they come back with their ids."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from collaboration.documents.comparing.taking import as_edited
from collaboration.documents.comparison import compare_texts
from collaboration.documents.text.blocks import Block
from collaboration.documents.text.conversion import convert
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.word.writing import export_docx
from collaboration.documents.wording import Wording
from tests.collaboration.documents.text import cases

SECONDS = 120
WORD = "docx:MS Word 2007 XML"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Converts a file to another form in a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        without = pytest.fail if "soffice" in os.environ.get("PORTAL_REQUIRE", "").split(",") else pytest.skip
        without("LibreOffice is not installed here")
    folder = tmp_path_factory.mktemp("office")

    def converted(data: bytes, before: str, after: str) -> bytes:
        form = after.partition(":")[0]
        source, out = folder / f"text.{before}", folder / "out"
        source.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", after, "--outdir", str(out), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
        return Path(out / f"text.{form}").read_bytes()

    return converted


@pytest.mark.parametrize("text", [cases.RED_HEAD, cases.JOINT_NOTICE], ids=["notice", "attachments"])
def test_a_file_that_was_opened_and_saved_is_the_same_text(office, text):
    manuscript = convert("plain", "a.txt", text.encode())
    back = convert("docx", "a.docx", office(export_docx(manuscript, kind="joint_notice"), "docx", WORD))

    assert back.blocks == manuscript.blocks
    assert (back.title_lines, back.number, back.issuers) == (
        manuscript.title_lines, manuscript.number, manuscript.issuers,
    )  # fmt: skip


def test_exactly_what_was_edited_there_is_shown(office):
    texts = ("一、样例事项", "各方每季度互通一次情况。", "各方每半年会商一次。", "本通知自印发之日起施行。")
    kinds = ("h1", "p", "p", "p")
    blocks = tuple(
        Block(f"{number:08x}", kind, text) for number, (kind, text) in enumerate(zip(kinds, texts, strict=True))
    )
    manuscript = Manuscript("关于样例的通知", blocks=blocks, issuers=("样例市城市管理局",))
    flat = office(export_docx(manuscript, kind="joint_notice"), "docx", "fodt").decode()
    flat = flat.replace("每季度互通", "每月通报", 1)
    before, gone, after = re.split(r"(<text:p\b(?:(?!<text:p\b).)*?每半年会商.*?</text:p>)", flat, flags=re.DOTALL)
    style = re.match(r"<text:p[^>]*>", gone)
    flat = before + after.replace("</text:p>", f"</text:p>{style[0]}新加的一段，供各方讨论。</text:p>", 1)
    back = convert("docx", "a.docx", office(flat.encode(), "fodt", WORD))

    old = Wording(manuscript.title, blocks)
    read = Wording.settled(title=back.title, title_lines=back.title_lines, blocks=back.blocks)
    comparison = compare_texts(old, as_edited(old, read))
    assert [(one.kind, one.block.text) for one in comparison.blocks] == [
        ("same", "一、样例事项"),
        ("changed", "各方每月通报一次情况。"),
        ("removed", "各方每半年会商一次。"),
        ("same", "本通知自印发之日起施行。"),
        ("added", "新加的一段，供各方讨论。"),
    ]
