"""What is blacked out is nowhere in what the public gets; the sealed file and both digests stay."""

import io
import json
import re
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest
from django.test import Client
from docx import Document

from collaboration.documents.models import Kind, PublicVersion, Review, Status
from collaboration.documents.text.blocks import Block
from collaboration.documents.text.redacting import MARK, redact
from collaboration.documents.workflow import publishing, reviewing
from collaboration.errors import WorkflowError
from collaboration.publication.models import PublishedDocument
from collaboration.sealing.models import OfdCopy, SealedFile
from tenants.files import store
from tests.factories.clearances import OUTCOMES, clear
from tests.factories.desk import at_desk, visitor
from tests.factories.documents import TITLE, again, make_document
from tests.factories.people import make_actor
from tests.factories.sealed import seal, sealed_at_once
from tests.workers import work

SECRET = "每季度互通"
GROUND = "涉及个人隐私，依法不予公开。"


def hide(author, document, *words, blocks=()):
    with author.acting():
        return reviewing.hide(author, document, words=words, block_ids=blocks, ground=GROUND)


def test_words_go_from_paragraphs_titles_and_tables_and_leave_one_mark():
    blocks = [
        Block("00000001", "h2", "（一）张三。张三与李四。", "（一）张三。"),
        Block.table((("姓名", "张三丰"), ("无", "有")), "00000002"),
        Block("00000003", "p", "全段不公开。"),
    ]

    shown = redact(
        title="关于张三的通知", title_lines=("关于张三", "的通知"), recipients="李四", blocks=blocks,
        words=["张三", "张三丰", "李四"], block_ids=["00000003"],
    )  # fmt: skip

    assert (shown.title, shown.title_lines, shown.recipients) == (f"关于{MARK}的通知", (), MARK)
    assert [block.text for block in shown.blocks] == [
        f"（一）{MARK}。{MARK}与{MARK}。", f"姓名\t{MARK}\n无\t有", MARK,
    ]  # fmt: skip
    assert shown.blocks[0].head == f"（一）{MARK}。"
    assert shown.places == 7
    assert "张三" not in repr(shown) and "李四" not in repr(shown)


def test_chosen_places_alone_are_blacked_out_and_one_that_is_not_there_is_named():
    blocks = [
        Block("00000001", "h2", "（一）张三。张三与李四。", "（一）张三。"),
        Block.table((("张三", "李四"),), "00000002"), Block("00000003", "p", "李四、张三。"),
    ]  # fmt: skip
    words = ["张三#2，4", "李四 ＃1", "三与#1", "王五#1"]

    shown = redact(
        title="张三的通知", title_lines=(), recipients="", blocks=blocks, words=words, block_ids=[],
    )  # fmt: skip

    assert shown.title == "张三的通知"
    assert [(block.text, block.head) for block in shown.blocks] == [
        (f"（一）{MARK}。张{MARK}{MARK}。", f"（一）{MARK}。"), (f"{MARK}\t李四", ""), ("李四、张三。", ""),
    ]  # fmt: skip
    assert [one.number for one in shown.occurrences if one.words == "张三" and one.is_hidden] == [2, 4]
    assert shown.missing(words) == ["王五#1"]


@pytest.mark.django_db
def test_a_ground_is_needed_and_the_words_must_occur():
    author, guest = make_actor("310000"), make_actor("320000")
    document = sealed_at_once(author, guest)
    with pytest.raises(WorkflowError):
        hide(author, document, "没有的词")
    with pytest.raises(WorkflowError, match="#99"):
        hide(author, document, f"{SECRET}#99")
    with author.acting(), pytest.raises(WorkflowError):
        reviewing.hide(author, document, words=[SECRET], block_ids=(), ground=" ")
    assert not PublicVersion.objects.exists()


@pytest.mark.django_db
def test_a_review_for_secrets_speaks_of_the_text_it_saw():
    author, guest = make_actor("310000"), make_actor("320000")
    document = sealed_at_once(author, guest)
    clear(author, document)
    hide(author, document, SECRET)
    with author.acting(), pytest.raises(WorkflowError):
        publishing.publish_document(author, document)

    clear(author, document, {Review.Kind.SECRECY: OUTCOMES[Review.Kind.SECRECY]})
    hide(author, document)

    with author.acting(), pytest.raises(WorkflowError, match=r"again|重新"):
        publishing.publish_document(author, document)


def test_the_hidden_words_are_in_nothing_public(own_database, settings, monkeypatch):
    settings.OFD_COPIES = True
    monkeypatch.setenv("PORTAL_OFD", "1")
    author, guest = make_actor("310000"), make_actor("320000")
    document = seal([author, guest], make_document(Status.SIGNED, author, guest, kind=Kind.AGREEMENT), own_database)
    with author.acting():
        original = SealedFile.objects.get(matter=document.matter).sha256
    hide(author, document, SECRET, TITLE[:4])
    work("sealer", own_database)
    clear(author, document)
    with author.acting():
        publishing.publish_document(author, again(author, document), title_en="A sample")

    published = PublishedDocument.objects.get()
    assert published.file_sha256 == original != published.public_sha256
    assert published.content_hash != published.public_hash
    site = Client(HTTP_HOST="portal.localhost")
    page = f"/documents/{document.public_id}"
    answers = {path: site.get(path) for path in (
        f"{page}/", f"/en{page}/", f"{page}.json", f"{page}.txt", "/documents/", f"/documents/?q={SECRET}",
        f"/search/?q={SECRET}", "/documents/feed.rss", "/documents/feed.atom", "/open-data/documents.csv",
        "/open-data/documents.json", "/sitemap-documents.xml",
    )}  # fmt: skip
    for path, answer in answers.items():
        assert answer.status_code == 200, path
        text = re.sub(r"<input[^>]*>|“[^”]*”", "", answer.content.decode())
        assert SECRET not in text or path.endswith(SECRET), path
        assert TITLE not in text, path
    assert str(document.public_id) not in answers[f"/documents/?q={SECRET}"].content.decode()
    word = Document(io.BytesIO(site.get(f"{page}.docx").content))
    assert SECRET not in "\n".join(paragraph.text for paragraph in word.paragraphs)
    pdf = site.get(f"{page}.pdf")
    assert pdf["ETag"] == f'"{published.public_sha256}"' and _text_of(pdf.content).count(MARK) >= 2
    assert SECRET not in _text_of(pdf.content)
    assert SECRET in _text_of(store.read(original))

    assert "OFD" in answers[f"{page}/"].content.decode()
    shown = _ofd_text_of(site.get(f"{page}.ofd").content)
    assert MARK in shown and SECRET not in shown and TITLE not in shown
    assert f"{page}/file.ofd" in at_desk(author).get(f"{page}/").content.decode()
    whole = at_desk(author).get(f"{page}/file.ofd")
    assert SECRET in _ofd_text_of(b"".join(whole.streaming_content)) and [
        one.source_sha256 for one in OfdCopy.objects.all()
    ] == [published.public_sha256]
    stranger = at_desk(make_actor("340100"))
    assert stranger.get(f"{page}/file.ofd").status_code == 404
    settings.OFD_COPIES = False
    assert site.get(f"{page}.ofd").status_code == 404

    told = visitor("portal.localhost", HTTP_ACCEPT="application/json")
    for digest, is_public in ((original, False), (published.public_sha256, True)):
        answer = json.loads(told.post("/verify/", {"file": io.BytesIO(store.read(digest))}).content)
        assert (answer["verdict"], answer["is_public_version"]) == ("genuine", is_public)


def _text_of(pdf: bytes) -> str:
    """What a reader finds in the file, without spaces."""
    found = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return "".join(found.decode().split())


def _ofd_text_of(ofd: bytes) -> str:
    """Every word in any part of the package."""
    with zipfile.ZipFile(io.BytesIO(ofd)) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
    return "".join("".join(ElementTree.fromstring(part).itertext()) for part in parts)
