"""What shows of a person: enough to tell two apart, not enough to know either."""

import pytest

from collaboration.consultation.personal import (
    Contact,
    masked,
    opened_contact,
    opened_words,
    sealed_contact,
    sealed_words,
)


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("电话13812345678。", "电话138****5678。"),
        ("证号31010119900101123X", "证号310101********123X"),
        ("写给someone.else@example.org", "写给s***@example.org"),
        ("编号138123456789不是电话", "编号138123456789不是电话"),
        ("没有个人信息", "没有个人信息"),
    ],
)
def test_numbers_and_addresses_are_masked(words, shown):
    assert masked(words) == shown


def test_names_and_unusual_contacts_are_masked_too():
    assert Contact("样某某", "某某路1号").masked == Contact("样＊＊", "某某＊＊＊")
    assert not Contact().masked


def test_what_is_kept_is_read_again_and_nothing_is_nothing(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    contact = Contact("样某", "13812345678")
    assert opened_contact(sealed_contact(contact)) == contact
    assert opened_words(sealed_words("样例")) == "样例"
    assert (sealed_contact(Contact()), opened_contact(b""), opened_words(b"")) == (b"", Contact(), "")
