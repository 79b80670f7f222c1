"""The ledger of numbers: reserved, released, chosen by hand, taken over from a former register; never a gap."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from collaboration.documents.models import Kind, Status
from collaboration.documents.workflow import finishing
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.numbering import workflow
from collaboration.numbering.former_register import check, rows_of
from collaboration.numbering.models import DocumentNumber
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.factories.sealed import register_seals

pytestmark = pytest.mark.django_db
WORD = "样城管"
TABLE = "文号,标题,日期\n样城管〔2019〕1号,关于样例的通知,2019-03-01\n样城管〔2019〕3号,关于样例的意见,2019年5月6日\n"


@pytest.fixture
def author():
    return make_actor("310000")


def states(actor):
    with actor.acting():
        rows = DocumentNumber.objects.visible_to(actor).order_by("year", "number")
        return list(rows.values_list("number", "state"))


def numbered(author, **chosen):
    document = make_document(Status.SIGNED, author, make_actor("320000"), kind=Kind.JOINT_NOTICE)
    register_seals("310000", "320000")
    with author.acting():
        finishing.send_to_sealing(author, document, code_word=WORD, **chosen)
        return DocumentNumber.objects.get(matter=document.pk).number


def test_released_numbers_are_given_before_new_ones(author):
    with author.acting():
        assert [workflow.reserve(author, word=WORD, purpose=f"样例{number}") for number in range(3)] == [1, 2, 3]
        second = DocumentNumber.objects.get(number=2)
        workflow.release(author, second, reason="样例不再需要")
        with pytest.raises(WrongState):
            workflow.release(author, second, reason="再次")
    assert numbered(author) == 2
    assert numbered(author) == 4
    assert numbered(author, chosen=1, reason="预留给本文件") == 1
    assert states(author) == [(1, "given"), (2, "given"), (3, "reserved"), (4, "given")]


def test_number_ahead_leaves_no_gap_for_long_and_a_taken_one_is_refused(author):
    assert numbered(author, chosen=3, reason="与纸质登记一致") == 3
    assert states(author) == [(1, "free"), (2, "free"), (3, "given")]
    for wrong, why in ((3, "重复"), (400, "太远"), (2, " ")):
        with pytest.raises(WorkflowError):
            numbered(author, chosen=wrong, reason=why)
    assert [numbered(author), numbered(author), numbered(author)] == [1, 2, 4]


def test_only_handlers_of_the_unit_touch_its_ledger(author):
    with author.acting():
        workflow.reserve(author, word=WORD, purpose="样例")
        row = DocumentNumber.objects.get()
    stranger, signer = make_actor("330000"), make_actor("310000", Role.SIGNATORY)
    with signer.acting(), pytest.raises(NotAllowed):
        workflow.reserve(signer, word=WORD, purpose="样例")
    with stranger.acting():
        assert not DocumentNumber.objects.exists()
        with pytest.raises(WrongState):
            workflow.release(stranger, row, reason="样例")
        with pytest.raises(DatabaseError), transaction.atomic():
            DocumentNumber.objects.create(unit=stranger.unit, code_word=WORD, year=2020, number=1, state="free")


def test_former_register_is_checked_by_line_and_taken_over_whole(author):
    lines = ["样城管2019第4号,无括号,", "样城管〔2019〕5号,,", "样城管〔2019〕6号,样例,2019-13-40"]
    lines.append("样城管〔2019〕1号,样例,")
    wrong = TABLE + "\n".join(lines)
    _entries, problems = check(rows_of(wrong.encode("gb18030")), ())
    assert [problem.line for problem in problems] == [4, 5, 6, 7]
    browser = at_desk(author)
    page = browser.post("/numbers/import/", {"file": SimpleUploadedFile("a.csv", wrong.encode())})
    assert len(page.context["problems"]) == 4
    assert "checked" not in page.context
    page = browser.post("/numbers/import/", {"file": SimpleUploadedFile("a.xlsx", workbook())})
    assert [entry.number for entry in page.context["entries"]] == [1, 3]
    browser.post("/numbers/import/", {"checked": page.context["checked"]})
    browser.post("/numbers/import/", {"checked": page.context["checked"]})
    assert states(author) == [(1, "imported"), (2, "missing"), (3, "imported")]


def workbook():
    book = Workbook()
    for line in TABLE.splitlines():
        book.active.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_pages_reserve_release_filter_print_and_export(author):
    browser = at_desk(author)
    assert browser.post("/numbers/reserve/", {"word": "x", "purpose": "样例"}).status_code == 422
    browser.post("/numbers/reserve/", {"word": WORD, "purpose": "样例用途甲"})
    with author.acting():
        row = DocumentNumber.objects.get()
    assert browser.get("/numbers/?q=用途甲&state=reserved&print=1").context["rows"] == [row]
    assert browser.get("/numbers/?q=没有").context["rows"] == []
    book = load_workbook(io.BytesIO(browser.get("/numbers/?format=xlsx").content))
    assert book.active["A2"].value == f"{WORD}〔{timezone.localdate().year}〕1号"
    browser.post(f"/numbers/{row.pk}/release/", {"reason": "样例"})
    assert states(author) == [(1, "free")]
    assert at_desk(make_actor("330000")).get(f"/numbers/{row.pk}/release/").status_code == 404
