"""Cleaning makes a text regular and never makes it another text."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from collaboration.documents.text.cleaning import clean

MARKS = "《》〈〉“”（）()[]〔〕【】<>,.:;?!'\"-—… \u3000\u00a0\t\u200b&"
WORDS = "中文局第一条附件印发年0123456789aZ１Ａ．"
AWKWARD = st.text(
    st.one_of(st.sampled_from(list(MARKS + WORDS)), st.characters(exclude_categories=["Cs"])), max_size=40
)


@given(AWKWARD)
@example("a,(中")
@example("&nb\u200bsp;[book\u200bmark: x]中")
@example("《<a>》'中'\"中\"2021-2023")
def test_cleaning_twice_is_cleaning_once(text):
    once, _ = clean(text)

    assert clean(once) == (once, {})


@given(AWKWARD)
def test_cleaning_keeps_every_letter_and_digit(text):
    def letters(value: str) -> str:
        plain = unicodedata.normalize("NFKC", value)
        return "".join(character for character in plain if character.isalnum())

    without_codes = text.replace("&", "")  # traces such as &nbsp; are meant to go
    cleaned, changes = clean(without_codes)

    assert changes["bookmarks"] or letters(cleaned) == letters(without_codes)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各县(市、区),请照办:", "各县（市、区），请照办："),
        ("上午9:00-11:30,共1,000人", "上午9:00-11:30，共1,000人"),
        ("See f(x), y; ok?", "See f(x), y; ok?"),
        ("接入OA(办公)系统.", "接入OA（办公）系统。"),
        ("(1)核查", "（1）核查"),
        ("三年行动计划(2021-2023)", "三年行动计划（2021—2023）"),
        ("热线021-2023-4567", "热线021-2023-4567"),
        ("《关于<甲办法>的通知》", "《关于〈甲办法〉的通知》"),
        ("某办[2024]63号", "某办〔2024〕63号"),
        ('坚持"一盘棋"', "坚持“一盘棋”"),
        ("----明确责任", "——明确责任"),
        ("\u3000\u30002023 年 3 月", "2023年3月"),
        ("第一条\u3000为了规范", "第一条 为了规范"),
        ("甲市办公室 乙市办公室联合印发", "甲市办公室 乙市办公室联合印发"),
        ("[bookmark: _GoBack]正文", "正文"),
        ("１．落实", "1.落实"),
        ("正\u202e文\u200b", "正文"),
    ],
)
def test_cleaning_follows_the_rules_of_official_texts(text, expected):
    assert clean(text)[0] == expected


def test_cleaning_counts_each_kind_of_change():
    _, changes = clean("\u3000\u3000甲,乙(2021-2023):《<丙>》")

    assert changes == {"spaces": 2, "punctuation": 4, "years": 1, "title_marks": 1}
