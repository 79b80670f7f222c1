"""A transferred case: handed over under two signatures, reported back stage by stage, open until its end."""

import pytest
from django.db import DatabaseError, transaction

from collaboration.assistance.models import Status
from collaboration.assistance.workflow import handling, sending
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.matters.models import Matter
from collaboration.transfers import papers
from collaboration.transfers.forms import ListForm
from collaboration.transfers.models import HandOver, Report
from collaboration.transfers.workflow import handing_over
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tests.factories import requests
from tests.factories import transfers as make
from tests.factories.desk import at_desk
from tests.factories.people import at_home, make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def nanjing():
    return make_actor("320100")


@pytest.fixture
def hefei():
    return make_actor("340100")


def waits_for(actor, request):
    with at_home(actor):
        return set(Waiting.objects.open().filter(matter=request.pk, unit=actor.unit).values_list("step", flat=True))


def test_from_the_hand_over_to_the_end_of_the_case(nanjing, hefei):
    request = make.accepted(nanjing, hefei)
    assert waits_for(nanjing, request) == {"hand_over"} and waits_for(hefei, request) == {"reply"}
    with at_home(nanjing):
        kept = handing_over.write(nanjing, request, make.ITEMS)
    with at_home(hefei):
        assert not HandOver.objects.filter(pk=kept.pk).exists()

    kept = make.hand_over(nanjing, request)
    assert waits_for(hefei, request) == {"reply", "take_over"} and not waits_for(nanjing, request)
    make.take(hefei, kept, remark="照片缺一张")
    assert waits_for(hefei, request) == {"reply", "report_verified"}
    make.report(hefei, request, "verified")
    with pytest.raises(WrongState):
        make.report(hefei, request, "handled")
    with at_home(hefei), pytest.raises(WorkflowError):
        handling.reply(hefei, request, requests.PROOFS["transfer"])
    make.report(hefei, request, "decided", "filed")
    make.report(hefei, request, "handled")
    make.report(hefei, request, "closed")
    assert waits_for(hefei, request) == {"reply"}
    requests.reply(hefei, request)
    with at_home(nanjing):
        handling.confirm(nanjing, request)
        acts = list(Record.objects.filter(chain=request.public_id).values_list("act", flat=True))
    assert acts[4:] == [
        "handed_over", "taken_over", "case_verified", "case_filed", "case_handled", "case_closed", "replied",
        "confirmed",
    ]  # fmt: skip
    assert requests.again(nanjing, request).status == Status.CLOSED


@pytest.mark.urls("portal.urls.desk")
def test_a_case_that_was_taken_over_is_not_ended_by_its_sender_who_is_told_what_to_do_instead(nanjing, hefei):
    request = make.taken_over(nanjing, hefei)
    address = request.get_absolute_url()
    page = at_desk(nanjing).get(address)
    (why,) = page.context["held"]
    text = page.content.decode()
    assert why in text and f"{address}end/" not in text
    for way in (f"{address}ask/", f"/transfers/coordinations/new/?case={request.pk}", "/supervision/"):
        assert way in text
    refused = at_desk(nanjing).post(f"{address}end/", {"reason": "样例终止"})
    assert refused.status_code == 422 and why in refused.content.decode()
    for actor, state in ((nanjing, Status.ENDED), (hefei, Status.ANSWERED)):
        with at_home(actor), pytest.raises(DatabaseError), transaction.atomic():
            Matter.objects.filter(pk=request.pk).update(state=state)
    make.report(hefei, request, "verified")
    make.report(hefei, request, "decided", "not_filed", case_number="")
    with at_home(nanjing):
        assert sending.end(nanjing, request, reason="样例终止").status == Status.ENDED


def test_a_case_that_is_not_opened_ends_with_the_reason(nanjing, hefei):
    request = make.taken_over(nanjing, hefei)
    make.report(hefei, request, "verified")
    make.report(hefei, request, "decided", "not_filed", case_number="")
    with pytest.raises(WrongState):
        make.report(hefei, request, "handled")
    assert requests.reply(hefei, request).status == Status.ANSWERED


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": ""}, {"outcome": "filed", "case_number": " "}, {"outcome": "filed", "text": " "}],
)
def test_what_is_reported_is_whole(nanjing, hefei, wrong):
    request = make.taken_over(nanjing, hefei)
    make.report(hefei, request, "verified")
    with pytest.raises(WorkflowError):
        make.report(hefei, request, "decided", **wrong)


def test_a_list_is_sent_back_written_anew_and_added_to(nanjing, hefei):
    request = make.accepted(nanjing, hefei)
    kept = make.hand_over(nanjing, request)
    with at_home(nanjing), pytest.raises(WrongState):
        handing_over.write(nanjing, request, make.ITEMS)
    with at_home(hefei):
        handing_over.send_back(hefei, kept, reason="清单与实物不符")
    assert waits_for(nanjing, request) == {"hand_over"}
    make.take(hefei, make.hand_over(nanjing, request))
    make.take(hefei, make.hand_over(nanjing, request))
    with at_home(hefei):
        assert [bool(one.taken_at) for one in HandOver.objects.all()] == [False, True, True]
    assert waits_for(hefei, request) == {"reply", "report_verified"}


def test_each_side_signs_its_own_and_nobody_else_reads_it(nanjing, hefei):
    request = make.accepted(nanjing, hefei)
    third = make_actor("320000")
    with at_home(hefei), pytest.raises(NotAllowed):
        handing_over.write(hefei, request, make.ITEMS)
    kept = make.hand_over(nanjing, request)
    with at_home(nanjing), pytest.raises(NotAllowed):
        handing_over.take(nanjing, kept, prove=make.proof)
    for actor, change in ((nanjing, {"remark": "改"}), (nanjing, {"items": []}), (hefei, {"items": []})):
        with at_home(actor), pytest.raises(DatabaseError), transaction.atomic():
            HandOver.objects.filter(pk=kept.pk).update(**change)
    make.take(hefei, kept)
    make.report(hefei, request, "verified")
    with at_home(hefei), pytest.raises(DatabaseError), transaction.atomic():
        HandOver.objects.filter(pk=kept.pk).update(remark="改")
    with at_home(third):
        assert not HandOver.objects.exists() and not Report.objects.exists()


def test_the_list_is_a_paper_of_both_sides(nanjing, hefei):
    request = make.accepted(nanjing, hefei)
    kept = make.take(hefei, make.hand_over(nanjing, request), remark="照片缺一张")
    with at_home(nanjing):
        assert papers.hand_over_list(requests.again(nanjing, request), kept).startswith(b"%PDF")


def test_a_line_names_its_form_in_either_language():
    form = ListForm({"items": "样例笔录 | 一份 | 原件\n样例照片 ｜ 六张 ｜ Copy\n样例物品 | | 实物\n样例说明"})
    assert form.is_valid() and [one["form"] for one in form.cleaned_data["items"]] == [
        "original", "copy", "thing", "original",
    ]  # fmt: skip
    assert not ListForm({"items": "样例 | 一份 | 别的"}).is_valid()
