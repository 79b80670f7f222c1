import pytest

from collaboration.documents.models import Kind
from collaboration.documents.naming import ENDINGS, is_named_in, kind_of_title


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_known_by_the_end_of_its_titles(kind):
    for ending in ENDINGS[kind]:
        title = f"关于样例工作的{ending}（试行）"
        assert (is_named_in(title, kind), kind_of_title(title)) == (True, kind)


def test_a_title_that_names_no_kind_is_taken_for_a_notice():
    assert kind_of_title("样例框架") == Kind.JOINT_NOTICE


def test_agreements_and_minutes_carry_no_number():
    assert [kind for kind in Kind if not kind.is_numbered] == [Kind.AGREEMENT, Kind.MINUTES]
