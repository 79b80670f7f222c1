"""What a browser sends becomes blocks, and blocks a version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.drafting.blocks import Refused, assemble, blocks_of, clean, lines_of
from collaboration.documents.text.blocks import Block

ONE, TWO = "00000001", "00000002"
texts = st.text("甲乙丙，。𠮷", max_size=8)


def line(block_id, kind, text, **more):
    name = block_id if isinstance(block_id, str) else f"{block_id:08x}"
    return {"id": name, "kind": kind, "text": text, **more}


def auto(number, kind, text):
    """A heading that numbers itself."""
    return line(number, kind, text, auto=True)


def said(*lines):
    return [block.text for block in blocks_of(list(lines))]


def test_text_is_brought_to_one_form():
    assert clean(line(ONE, "p", "e\u0301\u200b甲\t乙\n丙")) == line(ONE, "p", "é甲 乙 丙")
    assert clean({"id": ONE, "kind": "table", "rows": [["甲", "乙\u2028"]]})["rows"] == [["甲", "乙"]]
    assert clean(line(ONE, "p", "甲", auto=True)) == line(ONE, "p", "甲")
    assert clean(line(ONE, "h2", "甲", auto=True, style="red")) == line(ONE, "h2", "甲", auto=True)


@pytest.mark.parametrize("value", [
    None, [], {}, line("x", "p", ""), line(ONE, "script", ""), line(ONE, "p", None), line(ONE, "p", "甲" * 1_000_001),
    {"id": ONE, "kind": "table", "rows": []}, {"id": ONE, "kind": "table", "rows": [["甲"], ["乙", "丙"]]},
    {"id": ONE, "kind": "table", "rows": [[]]}, {"id": ONE, "kind": "table", "rows": "甲"},
])  # fmt: skip
def test_what_is_no_block_is_refused(value):
    with pytest.raises(Refused):
        clean(value)


@pytest.mark.parametrize(("order", "changed"), [
    ([ONE, ONE], []), ([ONE, TWO], []), ("", []), ([ONE], {}), ([1], []), ([["00000001"]], []),
])  # fmt: skip
def test_orders_that_name_what_is_not_there_are_refused(order, changed):
    with pytest.raises(Refused):
        assemble([line(ONE, "p", "甲")], order, changed)


def test_headings_number_themselves_and_follow_those_that_are_written_out():
    assert said(
        auto(1, "h1", "总则"), auto(2, "h2", "目的"), auto(3, "h2", ""), auto(4, "h2", "依据"), auto(5, "h3", "法律"),
        auto(6, "h4", "细目"), line(7, "h1", "五、机制"), auto(8, "h1", "保障"), auto(9, "h2", "组织"),
        auto(10, "li", "列项"), auto(11, "article", "范围"), line(12, "attachment", "附件1"),
        auto(13, "h1", "名单"),
    ) == ["一、总则", "（一）目的", "（二）依据", "1.法律", "（1）细目", "五、机制", "六、保障", "（一）组织",
          "——列项", "第一条 范围", "附件1", "一、名单"]  # fmt: skip


def test_version_gives_back_the_working_text_it_was_cut_from():
    lines = [
        auto(1, "h1", "总则"), line(2, "h2", "（三）旧题"), line(3, "p", "正文。"), auto(5, "li", "列项"),
        {"id": "00000004", "kind": "table", "rows": [["甲", ""], ["", "乙"]]},
    ]  # fmt: skip
    assert lines_of(blocks_of(lines)) == lines


def test_heading_sentence_stays_while_its_paragraph_does():
    before = Block(ONE, "h2", "（一）甲。乙。", "（一）甲。")
    kept, changed = (blocks_of([line(ONE, "h2", text)], [before])[0] for text in ("（一）甲。乙。", "（一）丙丁。乙。"))
    assert (kept, changed.head) == (before, "（一）丙丁。")
    assert blocks_of([line(ONE, "p", "  "), {"id": TWO, "kind": "table", "rows": [["", " "]]}]) == []


@given(st.lists(texts, max_size=6))
def test_blocks_survive_the_way_there_and_back(said):
    lines = [auto(number, "h3", text) for number, text in enumerate(said) if text.strip("，。 ")]
    assert lines_of(blocks_of(lines)) == lines
