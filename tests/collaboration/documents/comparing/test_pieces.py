import pytest
from hypothesis import given
from hypothesis import strategies as st

from collaboration.documents.comparing.pieces import By, Piece, differences
from collaboration.documents.comparing.words import cut

words = st.text("甲乙丙丁样例。、案件移送编制编写", max_size=24)


@given(words, words, st.sampled_from(By))
def test_pieces_tell_both_texts(old, new, by):
    pieces = differences(old, new, by)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert all(piece.text for piece in pieces)


@given(st.text(max_size=40))
def test_cut_words_joined_again_are_the_text(text):
    assert "".join(cut(text)) == text


def test_words_change_whole_where_characters_change_singly():
    old, new = "共同编写裁量基准，及时通报。", "共同编制裁量基准，定时通报。"
    assert [piece for piece in differences(old, new) if piece.kind != "same"] == [
        Piece("removed", "写"), Piece("added", "制"), Piece("removed", "及"), Piece("added", "定"),
    ]  # fmt: skip
    assert [piece for piece in differences(old, new, By.WORDS) if piece.kind != "same"] == [
        Piece("removed", "编写"), Piece("added", "编制"), Piece("removed", "及时"), Piece("added", "定时"),
    ]  # fmt: skip


@pytest.mark.parametrize("by", By)
def test_edits_that_almost_touch_are_shown_as_one(by):
    kinds = [piece.kind for piece in differences("应及时将案件移送", "应当在五日内将案件移送", by)]
    assert kinds.count("removed") <= 1 and kinds[-1] == "same"
