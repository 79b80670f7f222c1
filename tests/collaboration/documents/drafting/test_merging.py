"""Two people's changes over one text: nothing inserted is ever lost, and what both changed is told."""

import os
import random

from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.drafting.changes import Change, Sheet
from collaboration.documents.drafting.merging import Clash, merge, merge_fields

PAIRS = 20_000 if os.environ.get("PORTAL_PROVE") else 600
IDS = [f"{number:08x}" for number in range(40)]


def lines(**texts):
    return [{"id": name.removeprefix("b"), "kind": "p", "text": text} for name, text in texts.items()]


def text(merged):
    return [line["text"] for line in merged]


BASE = lines(b00000001="甲", b00000002="乙", b00000003="丙")
orders = st.lists(st.sampled_from(IDS[:8]), unique=True)
sheets = orders.flatmap(
    lambda names: st.tuples(*(st.sampled_from("甲乙丙") for _name in names)).map(
        lambda said: [{"id": name, "kind": "p", "text": one} for name, one in zip(names, said, strict=True)]
    )
)


def test_different_blocks_are_both_kept():
    mine = lines(b00000001="甲一", b00000002="乙", b00000003="丙", b0000000a="我的")
    theirs = lines(b0000000b="他的", b00000001="甲", b00000002="乙", b00000003="丙二")
    assert merge(BASE, mine, theirs) == (
        lines(b0000000b="他的", b00000001="甲一", b00000002="乙", b00000003="丙二", b0000000a="我的"), [],
    )  # fmt: skip


def test_same_block_is_told_with_both_texts():
    mine, theirs = lines(b00000001="甲一", b00000003="丙"), lines(b00000001="甲二", b00000002="乙二", b00000003="丙")
    merged, clashes = merge(BASE, mine, theirs)
    assert text(merged) == ["甲二", "乙二", "丙"]
    assert clashes == [
        Clash("00000001", BASE[0], mine[0], theirs[0]), Clash("00000002", BASE[1], None, theirs[1]),
    ]  # fmt: skip


def test_moved_here_and_edited_there_keeps_both():
    mine = [BASE[2], BASE[0], BASE[1]]
    theirs = lines(b00000001="甲", b00000002="乙", b00000003="丙二")
    assert (merged := merge(BASE, mine, theirs)) == ([theirs[2], BASE[0], BASE[1]], [])
    assert merge(BASE, theirs, mine) == merged


def test_of_two_orders_the_first_saved_stands():
    mine, theirs = [BASE[2], BASE[0], BASE[1]], [BASE[1], BASE[0], BASE[2]]
    assert merge(BASE, mine, theirs) == (theirs, [])


def test_fields_clash_as_blocks_do():
    base = {"title": "甲", "recipients": "乙"}
    assert merge_fields(base, {"title": "甲一"}, {**base, "recipients": "丙"}) == (
        {"title": "甲一", "recipients": "丙"},
        [],
    )
    clash = Clash("title", "甲", "甲一", "甲二")
    assert merge_fields(base, {"title": "甲一"}, {**base, "title": "甲二"}) == ({**base, "title": "甲二"}, [clash])
    assert merge_fields(base, {"title": "甲二"}, {**base, "title": "甲二"})[1] == []


@given(sheets, sheets, sheets)
def test_every_word_of_both_is_merged_or_told(base, mine, theirs):
    merged, clashes = merge(base, mine, theirs)
    told = {clash.id for clash in clashes}
    was, own, other, now = ({one["id"]: one for one in some} for some in (base, mine, theirs, merged))
    assert len(now) == len(merged)
    for name in {*own, *other}:
        if own.get(name) != was.get(name) and name in own and name not in told:
            assert now[name] == own[name]
        if other.get(name) != was.get(name) and name in other:
            assert now[name] == other[name]
    assert all(name in was for name in was if own.get(name) == other.get(name) == was[name] and name not in now)
    if mine == base:
        assert (merged, clashes) == (theirs, [])
    if theirs == base:
        assert (merged, clashes) == (mine, [])


def test_random_edits_of_two_people_lose_no_insertion():
    chance = random.Random(5)
    for _pair in range(PAIRS):
        base = [{"id": name, "kind": "p", "text": name} for name in IDS[: chance.randint(0, 12)]]
        mine, theirs = _edited(chance, base, "m"), _edited(chance, base, "t")
        merged, clashes = merge(base, mine, theirs)
        names = [line["id"] for line in merged]
        assert len(names) == len(set(names))
        known = {line["id"] for line in base}
        assert {line["id"] for line in (*mine, *theirs)} - known <= set(names)
        told = {clash.id for clash in clashes}
        for line in mine:
            if line not in base and line["id"] not in told:
                assert line in merged


def _edited(chance, base, side):
    result = [dict(line) for line in base]
    for number in range(chance.randint(0, 5)):
        place = chance.randint(0, len(result))
        act = chance.choice(("insert", "change", "delete", "move"))
        if act == "insert":
            result.insert(place, {"id": f"{'a' if side == 'm' else 'b'}{number:07x}", "kind": "p", "text": side})
        elif result:
            line = result.pop(min(place, len(result) - 1))
            if act == "change":
                result.insert(place, {**line, "text": line["text"] + side})
            elif act == "move":
                result.insert(chance.randint(0, len(result)), line)
    return result


def delta(base, mine, revision, *unanswered):
    """What a browser sends that began on ``base``, when earlier saves of it got no answer."""
    was = {line["id"]: line for line in base}
    touched = {line["id"] for sent in unanswered for line in (*sent, *base) if sent.count(line) + base.count(line) == 1}
    changed = [line for line in mine if line != was.get(line["id"]) or line["id"] in touched]
    gone = {line["id"] for line in changed} | (set(was) - {line["id"] for line in mine}) | touched
    return Change.read({
        "revision": revision, "order": [line["id"] for line in mine],
        "orders": [[line["id"] for line in one] for one in (base, *unanswered)], "changed": changed,
        "was": [line for one in (base, *unanswered) for line in one if line["id"] in gone],
        "metadata": {}, "metadata_was": {},
    })  # fmt: skip


@given(sheets, sheets, sheets)
def test_deltas_merge_as_whole_texts_do(base, mine, theirs):
    sheet, clashes = delta(base, mine, 1).over(Sheet(theirs, {}), 2)
    assert (sheet.blocks, clashes) == merge(base, mine, theirs)
    assert delta(theirs, mine, 2).over(Sheet(theirs, {}), 2) == (Sheet(mine, {}), [])


@given(sheets, sheets, sheets)
def test_save_that_got_no_answer_never_clashes_with_the_next(base, first, second):
    assert delta(base, second, 1, first).over(Sheet(first, {}), 2) == (Sheet(second, {}), [])
    assert delta(base, second, 1, first).over(Sheet(base, {}), 1) == (Sheet(second, {}), [])
