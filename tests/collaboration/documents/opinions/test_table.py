"""The table of opinions: silence is no answer, filters narrow it down, its files say what it says."""

from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from collaboration.documents.models import Answer, Status
from collaboration.documents.opinions import table
from collaboration.documents.workflow import deciding, drafting, rounds
from tests.factories.desk import at_desk
from tests.factories.documents import again, make_document
from tests.factories.opinions import CHANGE, make_answered, say
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
SAID = {"text": "样例事项宜先行试点。"}
SILENT = "未反馈"


@pytest.fixture
def people():
    return make_actor("310000"), make_actor("320000"), make_actor("330000"), make_actor("340000")


@pytest.fixture
def closed(people):
    """One unit has two opinions, one has none, one was silent."""
    author, js, zj, ah = people
    document = make_document(Status.SOLICITING, author, js, zj, ah)
    noted = say(js, document, CHANGE, SAID)
    say(zj, document)
    with author.acting():
        rounds.close_round(author, document, early=True)
        document = again(author, document)
        deciding.adopt(author, document, noted[0])
        drafting.cut_version(author, document)
        deciding.decide(author, again(author, document), noted[1], outcome="partly", reason="样例理由。")
    return again(author, document)


def test_silence_is_shown_as_no_answer_and_never_as_consent(people, closed):
    author, _js, _zj, ah = people
    with author.acting():
        lines = table.lines_of(closed, author)
    assert [line.outcome for line in lines] == ["adopted", "partly", "none", "silent"]
    assert lines[-1].unit == ah.unit
    with author.acting():
        assert not Answer.objects.filter(unit=ah.unit).exists()
    page = at_desk(author).get(f"/documents/{closed.public_id}/table/").content.decode()
    assert SILENT in page
    assert "<ins>" in page
    assert "<del>" in page


@pytest.mark.parametrize(
    ("query", "outcomes"),
    [
        ("?outcome=partly", ["partly"]),
        ("?outcome=silent", ["silent"]),
        ("?unit=320000", ["adopted", "partly"]),
        ("?round=1&unit=330000", ["none"]),
        ("?round=2", []),
        ("?outcome=nonsense", ["adopted", "partly", "none", "silent"]),
    ],
)
def test_the_table_is_narrowed_down_by_unit_outcome_and_round(people, closed, query, outcomes):
    page = at_desk(people[0]).get(f"/documents/{closed.public_id}/table/{query}")
    assert [line.outcome for line in page.context["page"]] == outcomes


def test_the_workbook_and_the_word_file_say_what_the_table_says(people, closed):
    browser = at_desk(people[0])
    sheet = load_workbook(BytesIO(browser.get(f"/documents/{closed.public_id}/table/?format=xlsx").content)).active
    file = Document(BytesIO(browser.get(f"/documents/{closed.public_id}/table/?format=docx").content))

    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    written = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    assert rows == written
    assert len(rows) == 5
    assert rows[1][4:] == ["每季度", "修改", "", "每月", "采纳", "", "2", ""]
    assert rows[4][6] == SILENT
    assert closed.title in file.paragraphs[0].text


def test_the_table_asks_the_database_the_same_for_one_opinion_and_for_many(people, django_assert_max_num_queries):
    author, js, zj, ah = people
    document, _noted = make_answered(author, {js: [CHANGE], zj: [], ah: [SAID] * 6})
    with author.acting():
        document = again(author, document)
        with django_assert_max_num_queries(15):
            table.lines_of(document, author)


def test_an_adopted_opinion_of_many_is_found_again_on_its_page_of_the_table(people):
    author, js, *_rest = people
    document, noted = make_answered(author, {js: [{"text": f"样例意见{n}。"} for n in range(60)]})
    browser = at_desk(author)
    page = browser.get(f"/documents/{document.public_id}/decisions/?at={noted[-1].public_id}")
    assert page.context["page"].number == 2
