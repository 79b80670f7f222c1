"""Blocks keep their own rules, and their JSON gives them back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.text.blocks import KINDS, Block, InvalidBlock, check_blocks, new_block_id

LINE = st.text(st.characters(exclude_characters="\n"), max_size=20)


@given(st.sampled_from(sorted(KINDS - {"table"})), LINE, LINE)
def test_a_block_comes_back_from_its_json(kind, head, rest):
    block = Block(new_block_id(), kind, head + rest, head)

    assert Block.from_json(block.to_json()) == block


@given(st.lists(st.tuples(LINE, LINE), min_size=1, max_size=4))
def test_a_table_comes_back_from_its_json(rows):
    block = Block.table(tuple(rows))

    assert Block.from_json(block.to_json()) == block


@pytest.mark.parametrize(
    "value",
    [
        {"id": "XYZ", "kind": "p", "text": "a"},
        {"id": "0000000a", "kind": "h9", "text": "a"},
        {"id": "0000000a", "kind": "p", "text": "a", "head": "b"},
        {"id": "0000000a", "kind": "p", "text": "a\nb"},
        {"id": "0000000a", "kind": "p", "text": 5},
        {"id": "0000000a", "kind": "p"},
        {"id": "0000000a", "kind": "p", "text": "a", "rows": [["a"]]},
        {"id": "0000000a", "kind": "table", "text": "a"},
        {"id": "0000000a", "kind": "table", "text": "b", "rows": [["a"]]},
        {"id": "0000000a", "kind": "table", "text": "a", "rows": 3},
        [],
    ],
)
def test_what_is_no_block_is_refused(value):
    with pytest.raises(InvalidBlock):
        Block.from_json(value)


def test_an_id_stands_for_one_block_only():
    with pytest.raises(InvalidBlock):
        check_blocks([Block("0000000a", "p", "甲"), Block("0000000a", "p", "乙")])
