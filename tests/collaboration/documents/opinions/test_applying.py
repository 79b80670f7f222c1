"""Adopting a proposal changes exactly the words it names, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.opinions.applying import ADD, DELETE, MODIFY, NotApplicable, Proposal, applied
from collaboration.documents.text.anchors import Anchor
from collaboration.documents.text.blocks import Block

FIRST, SECOND = Block("00000001", "p", "各方每季度互通情况。"), Block("00000002", "h1", "一、样例")
TABLE = Block.table((("单位", "次数"), ("甲", "一")), "00000003")
TEXT = [FIRST, SECOND, TABLE]


def on(block, words=""):
    start = block.text.index(words) if words else 0
    return Anchor.on(block, start, start + len(words))


def texts(blocks):
    return [block.text for block in blocks]


@pytest.mark.parametrize(
    ("kind", "anchor", "words", "expected"),
    [
        (MODIFY, on(FIRST, "每季度"), "每月", ["各方每月互通情况。", "一、样例", TABLE.text]),
        (DELETE, on(FIRST, "每季度"), "", ["各方互通情况。", "一、样例", TABLE.text]),
        (ADD, on(FIRST, "互通"), "并核实", ["各方每季度互通并核实情况。", "一、样例", TABLE.text]),
        (MODIFY, on(FIRST), "另写。", ["另写。", "一、样例", TABLE.text]),
        (DELETE, on(FIRST), "", ["一、样例", TABLE.text]),
        (ADD, on(SECOND), "（一）新设\n新的一段。", [FIRST.text, "一、样例", "（一）新设", "新的一段。", TABLE.text]),
        (MODIFY, on(TABLE, "一"), "二", [FIRST.text, "一、样例", "单位\t次数\n甲\t二"]),
    ],
)
def test_proposals_are_applied_to_the_words_they_name(kind, anchor, words, expected):
    assert texts(applied(TEXT, Proposal(kind, anchor, words))) == expected


def test_changed_paragraphs_keep_their_ids_and_new_ones_get_their_kind():
    changed = applied(TEXT, Proposal(ADD, on(SECOND), "（一）新设"))
    assert [block.id for block in changed if block.id in {"00000001", "00000002", "00000003"}] == [b.id for b in TEXT]
    assert changed[2].kind == "h2"


@pytest.mark.parametrize(
    "proposal",
    [
        Proposal(MODIFY, Anchor("00000001", 2, 5, "每半年"), "每月"),
        Proposal(MODIFY, Anchor("0000000f", 2, 5, "每季度"), "每月"),
        Proposal(MODIFY, on(TABLE, "甲\t一"), "合并"),
    ],
)
def test_what_does_not_stand_there_is_not_changed(proposal):
    with pytest.raises(NotApplicable):
        applied(TEXT, proposal)


@given(st.integers(0, 8), st.integers(1, 9), st.text("每月甲乙", min_size=1))
def test_everything_outside_the_range_stays(start, size, words):
    end = min(start + size, len(FIRST.text))
    changed = applied(TEXT, Proposal(MODIFY, Anchor.on(FIRST, start, end), words))
    assert changed[0].text == FIRST.text[:start] + words + FIRST.text[end:]
    assert changed[1:] == TEXT[1:]


def test_two_wordings_for_the_same_words_exclude_each_other():
    mine, theirs = Proposal(MODIFY, on(FIRST, "每季度"), "每月"), Proposal(MODIFY, on(FIRST, "季度互"), "半年")
    assert mine.excludes(theirs)
    assert theirs.excludes(mine)
    assert not mine.excludes(mine)
    assert not mine.excludes(Proposal(MODIFY, on(FIRST, "情况"), "进展"))
    assert mine.excludes(Proposal(DELETE, on(FIRST)))
    assert not mine.excludes(Proposal(ADD, on(FIRST), "新的一段。"))
