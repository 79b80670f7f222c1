"""The place of an opinion follows its words, or is given up; it never points at something else."""

from dataclasses import replace
from difflib import SequenceMatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.text.anchors import Anchor, carry
from collaboration.documents.text.blocks import Block

WORDS = st.text("一二三四五六七八九十协作执法𠮷😀，。", max_size=30)


def paragraph(number: int, text: str) -> Block:
    return Block(f"{number:08x}", "p", text)


@st.composite
def anchored(draw):
    """A text of some paragraphs, and a range in one of them."""
    blocks = [paragraph(n, text) for n, text in enumerate(draw(st.lists(WORDS.filter(bool), min_size=1, max_size=4)))]
    block = draw(st.sampled_from(blocks))
    start = draw(st.integers(0, len(block.text) - 1))
    return blocks, Anchor.on(block, start, draw(st.integers(start + 1, len(block.text))))


def block_of(anchor, blocks):
    return next(block for block in blocks if block.id == anchor.block_id)


def changed(blocks, anchor, text):
    return [replace(block, text=text) if block.id == anchor.block_id else block for block in blocks]


@given(anchored())
def test_in_the_same_text_an_anchor_stays_what_it_is(case):
    blocks, anchor = case
    assert carry(anchor, blocks, blocks) == anchor


@given(anchored(), WORDS, WORDS)
def test_words_written_around_a_range_move_it_and_leave_it_whole(case, before, after):
    blocks, anchor = case
    old = block_of(anchor, blocks)
    new = changed(blocks, anchor, f"{before}{old.text}{after}")

    carried = carry(anchor, blocks, new)

    assert carried is not None
    assert block_of(carried, new).text[carried.start : carried.end] == carried.quote


@given(anchored(), WORDS)
def test_a_carried_anchor_always_quotes_what_stands_there(case, text):
    blocks, anchor = case
    new = changed(blocks, anchor, text or "无")

    carried = carry(anchor, blocks, new)

    assert carried is None or carried.holds_in(block_of(carried, new))


@given(anchored(), WORDS)
def test_what_is_carried_keeps_at_least_half_of_its_words(case, text):
    blocks, anchor = case
    carried = carry(anchor, blocks, changed(blocks, anchor, text or "无")) or anchor

    shared = SequenceMatcher(None, anchor.quote, carried.quote, autojunk=False).get_matching_blocks()
    assert 2 * sum(match.size for match in shared) >= len(anchor.quote) or anchor.quote in carried.quote


@given(anchored(), st.lists(WORDS.filter(bool), max_size=3))
def test_other_paragraphs_do_not_matter_while_the_own_one_stays(case, others):
    blocks, anchor = case
    new = [*(paragraph(100 + n, text) for n, text in enumerate(others)), block_of(anchor, blocks)]
    assert carry(anchor, blocks, new) == anchor


@given(anchored())
def test_without_its_words_an_anchor_is_given_up(case):
    blocks, anchor = case
    assert carry(anchor, blocks, []) is None
    assert carry(anchor, blocks, [replace(block_of(anchor, blocks), text="完全另外写过" * 3)]) is None


OLD = [paragraph(1, "各方共同编写装备目录，及时移送线索。"), paragraph(2, "逐步推动长三角一体化执法装备高标准配备。")]


@pytest.mark.parametrize(
    ("quote", "new", "found"),
    [
        ("共同编写装备目录", "各方应当共同编制装备目录，及时移送线索。", "共同编制装备目录"),
        ("及时移送", "各方共同编写装备目录，应当在5个工作日内移送线索。", "移送"),
        ("编写", "各方共同编写装备目录，及时移送线索。", "编写"),
        ("及时移送线索", "各方共同编写装备目录。", None),
    ],
)
def test_words_are_followed_while_half_of_them_are_left(quote, new, found):
    start = OLD[0].text.index(quote)
    carried = carry(Anchor.on(OLD[0], start, start + len(quote)), OLD, [paragraph(1, new), OLD[1]])
    assert (carried and carried.quote) == found


def test_words_that_moved_with_half_of_a_split_paragraph_are_found_there():
    quote = "及时移送线索"
    start = OLD[0].text.index(quote)
    split = [paragraph(1, "各方共同编写装备目录。"), paragraph(9, "及时移送线索。"), OLD[1]]

    assert carry(Anchor.on(OLD[0], start, start + 6), OLD, split) == Anchor("00000009", 0, 6, quote)


def test_words_that_stand_in_two_places_are_not_guessed():
    anchor = Anchor.on(OLD[0], 11, 17)
    twice = [paragraph(8, "及时移送线索。"), paragraph(9, "及时移送线索。")]

    assert anchor.quote == "及时移送线索"
    assert carry(anchor, OLD, twice) is None


def test_a_whole_paragraph_is_followed_while_half_of_it_is_left():
    anchor = Anchor.on(OLD[1])
    kept = carry(anchor, OLD, [paragraph(2, "加快推动长三角执法装备标准化配备。")])

    assert kept == Anchor("00000002", 0, 0, "加快推动长三角执法装备标准化配备。")
    assert carry(anchor, OLD, [paragraph(2, "另行规定。")]) is None


def test_a_very_long_paragraph_is_carried_at_once():
    long = "样" * 200_000
    old, new = [paragraph(1, f"{long}甲乙丙丁{long}")], [paragraph(1, f"前{long}甲乙丙丁{long}后")]
    carried = carry(Anchor.on(old[0], 200_000, 200_004), old, new)
    assert carried is None or carried.quote == "甲乙丙丁"


def test_ranges_overlap_when_they_share_a_character_and_a_paragraph_overlaps_all_in_it():
    first, second, third = Anchor("00000001", 0, 4, "各方共同"), Anchor("00000001", 4, 6, "编写"), Anchor.on(OLD[0])
    assert not first.overlaps(second)
    assert first.overlaps(replace(second, start=3))
    assert third.overlaps(second)
    assert not third.overlaps(Anchor.on(OLD[1]))
