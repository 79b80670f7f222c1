import datetime
import io
import zipfile
from dataclasses import replace

from lxml import etree

from collaboration.documents.comparing.marked_copy import Author, marked_copy
from collaboration.documents.comparison import compare_texts
from collaboration.documents.text.blocks import Block
from collaboration.documents.text.conversion import convert
from collaboration.documents.wording import Wording

AUTHOR = Author("样例单位", datetime.datetime(2026, 3, 5, 9, 0, tzinfo=datetime.UTC))
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
OLD = Wording(
    "关于样例协作的通知",
    (
        Block("00000001", "h1", "一、总体要求"),
        Block("00000002", "h2", "（一）建立台账。按季度核对办理情况。", "（一）建立台账。"),
        Block("00000003", "p", "联席会议每半年召开一次。"),
        Block.table((("事项", "单位"), ("台账", "甲局"), ("会议", "乙局")), "00000004"),
    ),
    (),
    "各成员单位",
)
NEW = Wording(
    "关于样例协作工作的通知",
    (
        OLD.blocks[0],
        replace(OLD.blocks[1], text="（一）建立台账。按月核对办理情况。"),
        Block("00000005", "p", "本通知自印发之日起施行。"),
        Block.table((("事项", "单位"), ("台账", "丙局")), "00000004"),
    ),
    (),
    "各成员单位",
)


def written():
    return marked_copy(compare_texts(OLD, NEW), title=NEW.title, recipients=NEW.recipients, author=AUTHOR)


def test_accepting_every_change_gives_the_new_text_with_its_ids():
    back = convert("docx", "a.docx", written())
    assert back.title == NEW.title
    assert [block for block in back.blocks if block.kind != "recipients"] == list(NEW.blocks)


def test_what_was_taken_out_stands_there_struck_out_in_the_name_of_its_author():
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(written())).read("word/document.xml"))
    gone = "".join(node.text for node in root.iter(WORD + "delText"))
    assert "联席会议每半年召开一次。" in gone and "季度" in gone and "会议" in gone
    assert {node.get(WORD + "author") for tag in ("ins", "del") for node in root.iter(WORD + tag)} == {"样例单位"}
