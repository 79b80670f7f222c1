"""Ctrl+K: pages, matters, units and colleagues one may see, by pinyin initials too."""

import pytest

from collaboration.documents.models import Status
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import make_document
from tests.factories.people import make_actor, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_actor("310000", user=make_user(name="王晓琳"))


@pytest.mark.parametrize("typed", ["ylljcl", "yanglilaji", "垃圾"])
def test_a_matter_is_found_by_words_pinyin_and_initials_where_it_may_be_seen(author, typed):
    document = make_document(Status.SOLICITING, author, make_actor("320000"), title="样例垃圾处理协议")
    stranger = make_actor("340000")

    pages = [at_desk(person).get("/palette/", {"q": typed}).text for person in (author, stranger)]

    assert [str(document.public_id) in page for page in pages] == [True, False]


def test_units_pages_and_colleagues_are_found_and_other_units_people_are_not(author):
    browser = at_desk(author)
    assert "南京市城市管理局" in browser.get("/palette/?q=南京").text
    assert "王晓琳" in browser.get("/palette/?q=wxl").text
    assert "/documents/" in browser.get("/palette/?q=lhwj").text
    assert "王晓琳" not in at_desk(make_actor("320000")).get("/palette/?q=wxl").text.split('id="main"')[1]


def test_an_administration_finds_pages_and_units_alone(author):
    document = make_document(Status.SOLICITING, author, make_actor("320000"), title="样例垃圾处理协议")

    page = at_desk(make_actor("310000", Role.AUDITOR)).get("/palette/?q=垃圾").text

    assert str(document.public_id) not in page


def test_nonsense_finds_nothing_and_says_so(author):
    assert "没有匹配" in at_desk(author).get("/palette/", {"q": "qqqq%_'"}).text


def test_fragment_for_the_dialog_is_no_whole_page(author):
    answer = at_desk(author).get("/palette/?q=nan", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
