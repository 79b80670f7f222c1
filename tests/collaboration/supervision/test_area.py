"""The register of an area: filtered by its address, a page at a time, as a table."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from collaboration.documents.models import Status
from collaboration.matters.models import Matter
from collaboration.supervision.area import PAGE
from collaboration.worklist.models import Waiting
from tests.factories.desk import at_desk
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]
BUDGET = 15


@pytest.fixture
def author():
    return make_actor("340100")


def shown(browser, query=""):
    return [line.row.public_id for line in browser.get(f"/supervision/?{query}").context["shown"]]


def test_filters_stand_in_the_address_and_nonsense_counts_as_not_said(author):
    late = make_document(Status.SOLICITING, author, make_actor("320100"))
    of_county = make_document(Status.SOLICITING, author, make_actor("320102"))
    closed = make_document(Status.SOLICITING, author, make_actor("320100"))
    with as_owner():
        Waiting.objects.filter(matter=late.pk).update(due_on=timezone.localdate() - timedelta(days=1))
        Matter.objects.filter(pk=closed.pk).update(closed_at=timezone.now())
    browser = at_desk(make_actor("320000"))
    all_three = [one.public_id for one in (late, of_county, closed)]

    asked = ("", "stage=late", "stage=closed", "unit=320102", "stage=open&unit=320100", "kind=document", "kind=x",
             "unit=340100", "stage=nonsense&page=x", "page=99")  # fmt: skip
    found = {query: shown(browser, query) for query in asked}

    assert found == {
        "": all_three,
        "stage=late": all_three[:1],
        "stage=closed": all_three[2:],
        "unit=320102": all_three[1:2],
        "stage=open&unit=320100": all_three[:1],
        **dict.fromkeys(asked[5:], all_three),
    }


def test_a_full_page_costs_as_much_as_one_line_and_the_next_follows(author):
    make_document(Status.SOLICITING, author, make_actor("320100"))
    browser = at_desk(make_actor("320000"))
    browser.get("/supervision/")
    first = Matter.objects
    with as_owner():
        some = first.get()
        Matter.objects.bulk_create(
            Matter(kind="document", drafting_unit=author.unit, state="published", parties=some.parties)
            for _number in range(PAGE + 2)
        )
        Matter.objects.exclude(pk=some.pk).update(parties=some.parties)

    with CaptureQueriesContext(connection) as captured:
        page = browser.get("/supervision/").context["page"]

    assert len([query for query in captured if "set_config" not in query["sql"]]) <= BUDGET
    assert (len(page.object_list), page.paginator.count, page.paginator.num_pages) == (PAGE, PAGE + 3, 2)
    assert len(shown(browser, "page=2")) == 3
    assert page.object_list[0].row.public_id == some.public_id


def test_the_table_holds_what_the_filters_show(author):
    make_document(Status.SOLICITING, author, make_actor("320100"))
    make_document(Status.SOLICITING, author, make_actor("320102"))
    answer = at_desk(make_actor("320000")).get("/supervision/?unit=320102&format=xlsx")

    sheet = load_workbook(BytesIO(answer.content)).active

    assert (sheet.max_row, sheet["C2"].value) == (2, make_actor("320102").unit.display_name)
