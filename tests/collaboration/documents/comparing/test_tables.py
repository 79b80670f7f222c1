from collaboration.documents.comparing.pieces import By, Piece
from collaboration.documents.comparing.tables import compare_rows
from collaboration.documents.comparison import compare, compare_texts
from collaboration.documents.text.blocks import Block
from collaboration.documents.wording import Wording

OLD = (("事项", "单位"), ("台账", "甲局"), ("会议", "乙局"))


def test_a_changed_cell_is_shown_in_its_row():
    same, changed, added, last = compare_rows(OLD, (OLD[0], ("台账", "丙局"), ("协查", "丁局"), OLD[2]), By.CHARACTERS)
    assert [one.kind for one in (same, changed, added, last)] == ["same", "changed", "added", "same"]
    assert changed.cells[1] == (Piece("removed", "甲"), Piece("added", "丙"), Piece("same", "局"))


def test_a_table_that_lost_a_row_says_which():
    (change,) = compare([Block.table(OLD, "00000001")], [Block.table(OLD[:2], "00000001")])
    assert [row.kind for row in change.rows] == ["same", "same", "removed"]


def test_title_and_recipients_are_compared_as_well():
    old, new = (Wording(title, (Block("00000001", "p", "样例。"),), (), "各单位") for title in ("关于甲", "关于乙"))
    found = compare_texts(old, new)
    assert [(line.part, line.pieces) for line in found.lines] == [
        ("title", (Piece("same", "关于"), Piece("removed", "甲"), Piece("added", "乙")))
    ]
    assert (found.is_empty, compare_texts(old, old).is_empty) == (False, True)
