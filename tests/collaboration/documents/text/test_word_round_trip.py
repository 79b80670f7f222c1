"""A text written as a Word file and read back is the same text."""

import copy
import datetime
import io

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from collaboration.documents.text.blocks import KINDS, Block
from collaboration.documents.text.cleaning import clean
from collaboration.documents.text.conversion import convert
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.word.reading import read_docx
from collaboration.documents.text.word.writing import export_docx
from tests.collaboration.documents.text import cases
from tests.collaboration.documents.text.seeds import seed

OWN = [cases.AGREEMENT, cases.JOINT_NOTICE, cases.RED_HEAD, cases.WEB_PAGE, cases.JOINT_ISSUE]
WORDS = st.text(
    st.sampled_from("协作执法关于印发通知一二（）、，。：；1234.附件第条签字〔〕年月日 a"), min_size=1, max_size=30
).map(lambda text: clean(text)[0])
LINES = WORDS.filter(bool)
KIND = st.sampled_from(sorted(KINDS - {"table"}))
TABLES = st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3)


def there_and_back(manuscript: Manuscript, kind: str = "joint_notice") -> Manuscript:
    return convert("docx", "a.docx", export_docx(manuscript, kind=kind))


@pytest.mark.parametrize("kind", ["agreement", "joint_notice"])
@pytest.mark.parametrize("text", OWN, ids=range(len(OWN)))
def test_our_documents_come_back_with_ids_kinds_and_texts(text, kind):
    manuscript = convert("plain", "a.txt", text.encode())
    back = there_and_back(manuscript, kind)

    assert back.blocks == manuscript.blocks
    assert (back.title_lines, back.issuers, back.date) == (
        manuscript.title_lines,
        manuscript.issuers,
        manuscript.date,
    )


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_real_documents_come_back_with_ids_kinds_and_texts(name):
    manuscript = convert("plain", "a.txt", seed(name))
    back = there_and_back(manuscript)

    assert back.blocks == manuscript.blocks
    assert (back.title_lines, back.number) == (manuscript.title_lines, manuscript.number)


@settings(max_examples=40)
@given(st.lists(st.tuples(KIND, LINES), max_size=6), st.lists(TABLES, max_size=1))
def test_any_blocks_come_back_unchanged(lines, tables):
    blocks = [Block(f"{number:08x}", kind, text) for number, (kind, text) in enumerate(lines)]
    blocks += [Block.table(tuple(rows)) for rows in tables if any(any(row) for row in rows)]
    manuscript = Manuscript("关于协作的通知", ("关于协作的通知",), blocks=tuple(blocks))

    assert there_and_back(manuscript).blocks == tuple(blocks)


def test_an_edit_in_word_changes_only_what_was_edited():
    manuscript = convert("plain", "a.txt", cases.JOINT_NOTICE.encode())
    document = Document(io.BytesIO(export_docx(manuscript, kind="joint_notice")))
    edited = next(paragraph for paragraph in document.paragraphs if paragraph.text.startswith("（一）"))
    edited.runs[-1].text = "各地要尽快制定方案。"
    edited.insert_paragraph_before("三、新增部分")
    buffer = io.BytesIO()
    document.save(buffer)
    back = convert("docx", "a.docx", buffer.getvalue())

    old = {block.id: block for block in manuscript.blocks}
    new = [block for block in back.blocks if block.id not in old]
    changed = [block for block in back.blocks if block.id in old and block != old[block.id]]

    assert [(block.kind, block.text) for block in new] == [("h1", "三、新增部分")]
    assert [(block.head, block.text) for block in changed] == [
        ("（一）动员部署（2024年3月）。", "（一）动员部署（2024年3月）。各地要尽快制定方案。")
    ]
    assert len(back.blocks) == len(manuscript.blocks) + 1


def test_a_paragraph_copied_in_word_gets_an_id_of_its_own():
    manuscript = Manuscript("关于协作的通知", ("关于协作的通知",), blocks=(Block("0000000a", "p", "正文。"),))
    document = Document(io.BytesIO(export_docx(manuscript, kind="agreement")))
    paragraph = next(paragraph for paragraph in document.paragraphs if paragraph.text == "正文。")
    paragraph._p.addnext(copy.deepcopy(paragraph._p))
    buffer = io.BytesIO()
    document.save(buffer)
    first, second = convert("docx", "a.docx", buffer.getvalue()).blocks

    assert first.id == "0000000a"
    assert second.id != first.id


def test_units_and_date_are_printed_where_no_block_says_them():
    manuscript = Manuscript(
        "甲乙协作协议",
        ("甲乙协作协议",),
        date=datetime.date(2024, 3, 5),
        issuers=("甲市城市管理局", "乙市城市管理局"),
        blocks=(Block("0000000a", "p", "双方商定协作。"),),
    )
    data = export_docx(manuscript, kind="agreement")
    printed = [paragraph.text for paragraph in read_docx(data).paragraphs if paragraph.text]
    back = there_and_back(manuscript, "agreement")

    assert printed == ["甲乙协作协议", "双方商定协作。", "甲市城市管理局", "乙市城市管理局", "2024年3月5日"]
    assert (back.blocks, back.issuers, back.date) == (manuscript.blocks, manuscript.issuers, manuscript.date)


def test_addressees_kept_beside_the_blocks_are_printed_first():
    manuscript = Manuscript("关于协作的通知", ("关于协作的通知",), blocks=(Block("0000000a", "p", "请照办。"),))
    data = export_docx(manuscript, kind="joint_notice", recipients="各市城市管理局")
    addressed, body = convert("docx", "a.docx", data).blocks

    assert (addressed.kind, addressed.text) == ("recipients", "各市城市管理局：")
    assert body == manuscript.blocks[0]
