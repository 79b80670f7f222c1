"""Marks of state secrets are found; prose about secrets is let through."""

import pytest

from collaboration.documents.text.conversion import convert
from collaboration.documents.text.problems import Unreadable
from tenants.files.markings import marking_in, marking_of_name
from tests.collaboration.documents.text.word_files import p, table, word_file


@pytest.mark.parametrize(
    "line",
    [
        "绝密",
        "机 密",
        "秘密★",
        "机密★1年",
        "秘密 ★ 长期",
        "绝密★启用前",
        "机密 特急",
        "000001 机密★5年",
        "【秘密】",
        "密级：机密",
        "密级：秘密 10年",
        "机密 10年",
        "关于开展检查的通知（机密）",
        "機密",
        "机密*1年",
    ],
)
def test_a_mark_is_found(line):
    assert marking_in(["某市某局", line, "正文。"])


@pytest.mark.parametrize(
    "line",
    [
        "依法保守国家秘密、商业秘密和个人隐私。",
        "对涉及商业秘密的材料应当保密。",
        "密级分为绝密、机密、秘密三级。",
        "秘密侦查措施须经批准。",
        "机密级以上文件不得通过互联网传输。",
        "国家秘密的密级分为：绝密、机密、秘密。",
        "泄露国家秘密",
        "商业秘密",
        "工作秘密",
    ],
)
def test_prose_about_secrets_is_no_mark(line):
    assert marking_in([line]) == ""


@pytest.mark.parametrize(
    "name",
    ["机密-方案.docx", "方案（秘密）.docx", "【绝密】方案.txt", "机密★1年 方案.docx", "机密.docx", "方案_秘密.txt"],
)
def test_a_marked_file_name_is_found(name):
    assert marking_of_name(name)


@pytest.mark.parametrize("name", ["商业秘密保护办法.docx", "保守国家秘密办法.txt", "秘密侦查规定.txt", "方案.docx"])
def test_a_name_about_secrets_is_no_mark(name):
    assert marking_of_name(name) == ""


@pytest.mark.parametrize(
    "data",
    [
        word_file(p("正文。"), header=p("机密★1年")),
        word_file(p("正文。"), footer=p("秘密★")),
        word_file(table(("密级", "绝密"), ("编号", "1")) + p("正文。")),
        word_file(p("正文。") + "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
                  + p("绝密") + "</w:txbxContent></wps:txbx></mc:Choice></mc:AlternateContent></w:r></w:p>"),
    ],
    ids=["header", "footer", "table", "text box"],
)  # fmt: skip
def test_a_marked_word_file_is_refused(data):
    with pytest.raises(Unreadable) as refused:
        convert("auto", "方案.docx", data)

    assert refused.value.code == "marked_secret"


def test_a_marked_text_is_refused_and_the_mark_is_named():
    with pytest.raises(Unreadable) as refused:
        convert("plain", "方案.txt", "机密★1年\n关于检查的通知\n正文。".encode())

    assert refused.value.to_json() == {"code": "marked_secret", "params": {"mark": "机密★"}}
