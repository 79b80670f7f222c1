"""Plain text in the encodings people have, and what only looks like it."""

import pytest

from collaboration.documents.text.conversion import convert
from collaboration.documents.text.plain import paragraphs_of, read_plain
from collaboration.documents.text.problems import Unreadable

TEXT = "关于某事的通知\n第二行"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_usual_encoding_is_read(encoding, line_end):
    if line_end == "\u2028" and encoding == "gbk":
        return  # GBK has no such character
    data = TEXT.replace("\n", line_end).encode(encoding)

    assert [paragraph.text for paragraph in read_plain(data).paragraphs] == TEXT.split("\n")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        ("\ufeff\n".encode(), "empty"),
        (b"text\x00with zeros", "not_text"),
        (b"\xff\xff\xff\xff\x81", "unknown_encoding"),
        (("字" * 1_000_001).encode(), "too_many_characters"),
    ],
)
def test_what_is_no_text_is_refused(data, code):
    with pytest.raises(Unreadable) as refused:
        read_plain(data)

    assert refused.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_damaged_byte_costs_one_character_and_is_told(encoding):
    data = bytearray(("关于某事的意见\n" + "请大家照办。" * 100).encode(encoding))
    data[-40] = 0xFF
    manuscript = convert("plain", "a.txt", bytes(data))

    assert manuscript.title == "关于某事的意见"
    assert "characters_lost" in [remark.code for remark in manuscript.remarks]


def test_rows_set_with_bars_or_tabs_are_one_table():
    paragraphs = paragraphs_of("前\n|甲|乙|\n|---|---|\n|1|2|\n后\n甲\t乙\n1\t2")

    assert [paragraph.rows for paragraph in paragraphs if paragraph.rows] == [(("甲", "乙"), ("1", "2"))] * 2


def test_one_line_with_a_bar_stays_a_line():
    assert [paragraph.text for paragraph in paragraphs_of("甲 | 乙")] == ["甲 | 乙"]


def test_signatures_set_side_by_side_are_no_table():
    assert not any(paragraph.rows for paragraph in paragraphs_of("甲方（盖章）\t乙方（盖章）\n年月日\t年月日"))
