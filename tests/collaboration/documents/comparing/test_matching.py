from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.comparing.matching import matched
from collaboration.documents.text.blocks import Block, new_block_id

OLD = [
    Block("00000001", "h1", "一、总体要求"),
    Block("00000002", "p", "各成员单位应当建立案件移送台账，按季度核对办理情况。"),
    Block("00000003", "p", "联席会议每半年召开一次，由轮值单位召集。"),
    Block.table((("事项", "单位"), ("台账", "样例局")), "00000004"),
]
texts = st.lists(st.text("甲乙丙样例。", min_size=1, max_size=12), max_size=8)


def strangers(blocks):
    return [replace(block, id=new_block_id()) for block in blocks]


def test_the_same_paragraphs_are_found_again_without_ids():
    assert [block.id for block in matched(OLD, strangers(OLD))] == [block.id for block in OLD]


def test_a_changed_paragraph_is_found_and_a_new_one_stays_new():
    changed = replace(OLD[1], text="各成员单位应当建立案件移送和协查台账，按月核对办理情况。")
    added = Block(new_block_id(), "p", "本通知自印发之日起施行。")
    table = Block.table((("事项", "单位"), ("台账", "另一样例局")))
    new = matched(OLD, [*strangers([OLD[0], changed]), added, *strangers([OLD[2]]), table])
    assert [block.id for block in new] == ["00000001", "00000002", added.id, "00000003", "00000004"]


def test_an_id_that_came_along_wins_over_what_the_words_resemble():
    swapped = [replace(OLD[1], id="00000003"), replace(OLD[2], id="00000002")]
    assert matched(OLD, swapped) == swapped


@given(texts, texts)
def test_no_block_is_matched_twice(old, new):
    mine = [Block(f"{number:08x}", "p", text) for number, text in enumerate(old)]
    found = matched(mine, [Block(new_block_id(), "p", text) for text in new])
    assert [block.text for block in found] == new
    assert len({block.id for block in found}) == len(new)
