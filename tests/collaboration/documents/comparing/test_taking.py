from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.comparing.taking import as_edited, taken_over
from collaboration.documents.comparison import compare_texts
from collaboration.documents.text.blocks import Block
from collaboration.documents.wording import Wording

OLD = Wording("关于样例的通知", tuple(Block(f"{n:08x}", "p", f"第{n}段样例。") for n in range(6)), (), "各单位")
ids = st.lists(st.sampled_from([f"{n:08x}" for n in range(9)]), unique=True, min_size=1)
texts = st.sampled_from(["样例。", "另一样例。"])


def wording(blocks):
    return Wording("关于样例的函", tuple(Block(one, "p", text) for one, text in blocks), (), "各样例单位")


@given(ids, st.data())
def test_everything_or_nothing_taken_over_gives_the_one_or_the_other_text(order, data):
    new = wording([(one, data.draw(texts)) for one in order])
    comparison = compare_texts(OLD, new)
    everything = {line.part for line in comparison.lines} | {change.block.id for change in comparison.blocks}
    assert taken_over(OLD, new, comparison, everything) == new
    nothing = taken_over(OLD, new, comparison, set())
    assert {block.id: block for block in nothing.blocks} == {block.id: block for block in OLD.blocks}
    assert (nothing.title, nothing.recipients) == (OLD.title, OLD.recipients)


def test_only_the_chosen_changes_are_made():
    changed = replace(OLD.blocks[1], text="第1段样例，已改。")
    added = Block("000000aa", "p", "新的一段。")
    new = replace(OLD, title="关于样例的函", blocks=(OLD.blocks[0], changed, OLD.blocks[2], added, *OLD.blocks[4:]))
    comparison = compare_texts(OLD, new)
    taken = taken_over(OLD, new, comparison, {"000000aa", OLD.blocks[3].id})
    assert [block.id for block in taken.blocks] == [block.id for block in new.blocks]
    assert (taken.title, taken.blocks[1]) == (OLD.title, OLD.blocks[1])


def test_what_reading_a_file_tidies_up_is_no_change():
    typed = replace(OLD, blocks=(Block("00000001", "p", "样例,已有半角标点;请核。"), OLD.blocks[2]))
    read = replace(typed, blocks=(Block("00000001", "p", "样例，已有半角标点；请核。"), OLD.blocks[2]))
    assert as_edited(typed, read) == typed
