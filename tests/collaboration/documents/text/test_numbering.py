"""Numbers are read as a person reads them: by form, and never inside ordinary prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.text.numbering import Number, Sequence, number_of, run_in_head
from collaboration.documents.text.numerals import to_chinese, to_int


@given(st.integers(1, 999))
def test_chinese_numerals_read_back_as_written(number):
    assert to_int(to_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("一、总体要求", "h1", 1),
        ("二十一、附则", "h1", 21),
        ("（十二）加强监督。", "h2", 12),
        ("12.落实经费", "h3", 12),
        ("1.2024年底前完成", "h3", 1),
        ("3、核查", "h3", 3),
        ("（3）核查", "h4", 3),
        ("2）核查", "h4", 2),
        ("第一章 总则", "chapter", 1),
        ("第二节 程序", "chapter", 2),
        ("第二十七条 本办法", "article", 27),
        ("第3条 双方", "article", 3),
    ],
)
def test_a_literal_number_names_its_level(text, kind, value):
    number = number_of(text)

    assert (number.kind, number.value) == (kind, value)
    assert text.startswith(number.literal)


@pytest.mark.parametrize(
    "text",
    [
        "1.5亿元投资",
        "第二十七条的规定",
        "第三条第二款规定",
        "第一章所称单位为",
        "一是加强领导",
        "2024年工作",
        "12345热线",
        "十分重要",
    ],
)
def test_prose_is_no_heading(text):
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("（一）协作互动。各方轮流承办。", "（一）协作互动。"),
        ("1.安排部署。制定方案。", "1.安排部署。"),
        ("（一）协作互动。", ""),
        ("（一）各方应当按时报送。逾期通报。", ""),
        ("第二条 合作范围。双方协作。", "第二条 合作范围。"),
        ("第二条【目的】为了协作。", "第二条【目的】"),
        ("第五条 本规则由甲方解释。自发布起施行。", ""),
    ],
)
def test_only_a_heading_sentence_is_a_head(text, head):
    assert run_in_head(text, number_of(text)) == head


def test_numbers_may_run_on_across_headings_but_not_jump():
    numbers = Sequence()
    texts = ["一、甲", "1.甲", "2.乙", "二、乙", "3.丙", "（一）丁", "（三）戊", "四、己", "一、庚"]

    assert [text for text in texts if not numbers.follows(number_of(text))] == ["（三）戊", "四、己", "一、庚"]


def test_a_new_text_starts_its_numbers_anew():
    numbers = Sequence()
    numbers.follows(Number("h1", 1, "一、"))
    numbers.restart()

    assert numbers.follows(Number("h1", 1, "一、"))
