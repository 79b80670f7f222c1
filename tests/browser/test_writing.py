"""The drafting editor in a real browser: keys, numbers, tables, paste, what two people see, lost connections."""

import re

import pytest

from tests.browser.visitors import Audience
from tests.browser.writers import Writer
from tests.factories.documents import make_draft
from tests.factories.people import make_actor

pytestmark = pytest.mark.browser


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def writer(audience: Audience, author) -> Writer:
    return Writer(audience, author, make_draft(author, make_actor("320000")))


def test_what_is_written_is_saved_by_itself_with_the_time(writer):
    writer.write(2, "每次互通都有记录。")
    writer.is_saved()
    assert writer.stored()[2]["text"] == "各方约定每季度互通一次样例情况。每次互通都有记录。"
    assert re.fullmatch(r"已保存 \d\d:\d\d", writer.state())
