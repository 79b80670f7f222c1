from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.comparing.pieces import differences
from collaboration.documents.comparison import compare, only_changes
from collaboration.documents.editing import Draft, Row
from collaboration.documents.text.blocks import Block
from collaboration.documents.wording import Wording

words = st.text("甲乙丙丁样例。", min_size=1, max_size=12)
ids = st.lists(st.sampled_from([f"{n:08x}" for n in range(8)]), unique=True)
PLAIN = Wording("样例", tuple(Block(f"{n:08x}", "p", f"第{n}段。") for n in range(5)))
TABLE = Block.table((("甲", "乙"), ("1", "2")), "000000aa")


def posted(**values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_untouched_form_gives_the_text_back_unchanged():
    wording = Wording(
        "样例", (*PLAIN.blocks, TABLE, Block("000000ab", "h2", "（一）甲。乙。", "（一）甲。")), ("样", "例")
    )
    assert Draft.of(wording).wording(wording) == wording


def test_line_break_splits_a_paragraph_and_the_first_half_keeps_its_id():
    draft = Draft("样例", "", (Row("00000001", "p", "甲。\n乙。"),), count=5)
    blocks = draft.wording(PLAIN).blocks
    assert [(block.kind, block.text) for block in blocks] == [("p", "甲。"), ("p", "乙。")]
    assert blocks[0].id == "00000001" != blocks[1].id


def test_table_is_edited_as_lines():
    draft = Draft("样例", "", (Row(TABLE.id, "table", "甲 | 乙\n3 | 4\n"),), count=5)
    assert draft.wording(PLAIN).blocks[0].rows == (("甲", "乙"), ("3", "4"))


def test_doubled_and_forged_ids_are_replaced():
    read = Draft.read(posted(title="样例", id=["00000001", "00000001", "x' OR 1"], kind=["p", "q", "p"],
                             text=["甲", "乙", "丙"], start="0", count="5"))  # fmt: skip
    blocks = read.wording(PLAIN).blocks
    assert [block.text for block in blocks] == ["甲", "乙", "丙"]
    assert len({block.id for block in blocks}) == 3


def test_rows_go_between_the_same_neighbours_in_a_newer_text():
    draft = Draft("样例", "", (Row("00000002", "p", "改。"),), 2, 1, before="00000001", after="00000003")
    newer = Wording("样例", (*PLAIN.blocks[:2], Block("000000cc", "p", "新。"), *PLAIN.blocks[2:]))
    moved = draft.rebased(newer)
    assert (moved.start, moved.count) == (2, 2)


def test_recipients_and_broken_title_are_put_where_they_belong():
    addressed = Wording.settled(
        title="关于样例的通知", title_lines=["关于样例", "的通知"],
        blocks=[Block("00000001", "recipients", "各样例单位："), Block("00000002", "p", "样例。")],
    )  # fmt: skip
    assert (addressed.recipients, len(addressed.blocks), addressed.title_lines) == (
        "各样例单位", 1, ("关于样例", "的通知")
    )  # fmt: skip
    assert Wording.settled(title="甲", title_lines=["乙"], blocks=[]).title_lines == ()


@given(words, words)
def test_pieces_tell_both_texts(old, new):
    pieces = list(differences(old, new))
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


@given(ids, ids)
def test_every_block_of_both_versions_is_accounted_for(old, new):
    before, after = ([Block(one, "p", "样例。") for one in some] for some in (old, new))
    changes = compare(before, after)
    assert [change.block.id for change in changes if change.kind != "removed"] == new
    assert {change.block.id for change in changes if change.kind == "removed"} == set(old) - set(new)
    assert (not only_changes(changes)) == (old == new)
