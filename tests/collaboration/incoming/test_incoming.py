"""Incoming matters inside a unit: from the receipt to the answer, each step by whoever may, each number once."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from django_tenants.utils import tenant_context
from openpyxl import load_workbook

from collaboration.documents.models import Status
from collaboration.errors import NotAllowed, WrongState
from collaboration.incoming import reading, rules, workflow
from collaboration.incoming.models import Entry, Instruction, Reading, State
from collaboration.internal.models import InternalRecord
from collaboration.matters.models import Matter
from collaboration.notifications.models import Notification
from collaboration.worklist import workflow as house
from collaboration.worklist.models import Urgency, Waiting
from tenants.audit.timeline import timeline
from tenants.identity.roles import Role
from tenants.units.models import Department
from tests.canaries import tables_with
from tests.factories.desk import at_desk
from tests.factories.documents import make_document, make_draft
from tests.factories.people import make_actor
from tests.factories.purges import purge
from tests.ownership import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]
WORD = "canary4567"
TABLES = ("incoming_entry", "incoming_instruction", "internal_assignment")


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def clerk():
    return make_actor("320000", Role.HANDLER)


@pytest.fixture
def chief():
    return make_actor("320000", Role.SIGNATORY, Role.APPROVER)


@pytest.fixture
def document(author, clerk):
    return make_document(Status.SOLICITING, author, clerk)


def take(actor, step, *args, **kwargs):
    with actor.acting(), tenant_context(actor.unit.tenant):
        return step(actor, *args, **kwargs)


def matter_of(document):
    with as_owner():
        return Matter.objects.get(pk=document.pk)


def received(clerk, document):
    return take(clerk, workflow.receive, matter_of(document))


def registered(clerk, document, **fields):
    return take(clerk, workflow.register, received(clerk, document), **fields)


def test_opening_the_page_receives_nothing_and_the_named_act_does(author, clerk, document):
    browser = at_desk(clerk)
    browser.get(f"/documents/{document.public_id}/")
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        assert [row.pk for row in reading.to_receive(clerk)] == [document.pk]
        assert not Entry.objects.exists()

    browser.post(f"/incoming/{document.public_id}/receive/")

    with clerk.acting(), tenant_context(clerk.unit.tenant):
        assert Entry.objects.get().received_by == clerk.user.name
        assert not reading.to_receive(clerk).exists()
    with author.acting():
        (entry, *_) = timeline(document.public_id)
    assert (entry.act, entry.person, entry.unit) == ("received", clerk.user.name, clerk.unit)


def test_it_is_received_once_and_only_from_others_and_once_sent(author, clerk, chief, document):
    received(clerk, document)
    for actor, matter in ((clerk, matter_of(document)), (author, matter_of(document))):
        with pytest.raises(WrongState):
            take(actor, workflow.receive, matter)
    with pytest.raises(WrongState):
        take(clerk, workflow.receive, matter_of(make_draft(author, clerk, title="样例二")))
    with pytest.raises(NotAllowed):
        take(chief, workflow.receive, matter_of(document))


def test_numbers_are_the_units_own_and_without_gaps(author, clerk):
    other = make_actor("330000", Role.HANDLER)
    documents = [make_document(Status.SOLICITING, author, clerk, other, title=f"样例{n}") for n in (1, 2, 3)]

    ours = [registered(clerk, document).full_number for document in documents]
    theirs = [registered(other, document).full_number for document in documents[:1]]

    year = timezone.localdate().year
    assert ours == [f"收〔{year}〕{n}号" for n in (1, 2, 3)]
    assert theirs == [f"收〔{year}〕1号"]


def test_urgency_of_the_register_moves_the_units_steps_alone(author, clerk, document):
    registered(clerk, document, urgency=Urgency.MOST_URGENT)

    with as_owner():
        rows = Waiting.objects.open().filter(matter=document.pk).values_list("unit", "urgency")
        assert {unit: urgency for unit, urgency in rows if unit == clerk.unit.pk} == {clerk.unit.pk: 2}
        assert {urgency for unit, urgency in rows if unit != clerk.unit.pk} <= {0}


def test_proposal_instruction_circulation_and_answer(clerk, chief, document):
    with as_owner():
        for name in ("综合处", "法规处"):
            Department.objects.create(unit=clerk.unit, name=name)
    reader = make_actor("320000", Role.MEMBER)
    entry = registered(clerk, document, due_on=timezone.localdate() + timedelta(days=3))
    take(clerk, workflow.propose, entry, text="拟请法规处办理。", handling="法规处", assisting=["综合处", "法规处"])
    take(chief, workflow.instruct, entry, text="同意，请抓紧。")
    take(chief, workflow.circulate, entry, [reader.user, clerk.user])
    take(reader, workflow.confirm_read, entry)
    done = take(clerk, workflow.answer, entry, text="已按期反馈意见。")

    assert (done.state, done.handling, done.assisting) == (State.ANSWERED, "法规处", "综合处")
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        acts = InternalRecord.objects.filter(matter=document.public_id).order_by("number").values_list("act", flat=True)
        assert list(acts) == ["registered", "proposed", "instructed", "circulated", "read", "answered"]
        assert {one.person_id: one.read_at is not None for one in Reading.objects.all()} == {
            reader.user.pk: True,
            clerk.user.pk: False,
        }
        assert Notification.objects.first().act == "circulated"
    page = at_desk(clerk).get(f"/incoming/{document.public_id}/").text
    assert page.index("同意，请抓紧。") < page.index("拟请法规处办理。")
    paper = at_desk(clerk).get(f"/incoming/{document.public_id}/paper/").text
    assert all(words in paper for words in ("同意，请抓紧。", "拟请法规处办理。", "已按期反馈意见。", chief.user.name))


@pytest.mark.parametrize("state", State)
def test_a_step_refuses_every_state_that_is_not_its_own(clerk, chief, document, state):
    entry = received(clerk, document)
    with as_owner(), tenant_context(clerk.unit.tenant):
        Entry.objects.filter(pk=entry.pk).update(state=state)
    steps = {
        "register": (clerk, workflow.register, {}),
        "propose": (clerk, workflow.propose, {"text": "x", "handling": "x"}),
        "instruct": (chief, workflow.instruct, {"text": "x"}),
        "answer": (clerk, workflow.answer, {"text": "x"}),
        "send_back": (clerk, workflow.send_back, {"reason": "x"}),
        "circulate": (clerk, workflow.circulate, {"people": [chief.user]}),
    }
    for name, (actor, step, fields) in steps.items():
        if state not in rules.ALLOWED_FROM[name]:
            with pytest.raises(WrongState):
                take(actor, step, entry, **fields)


def test_only_leaders_instruct_and_only_those_who_prepare_do_the_rest(clerk, chief, document):
    entry = registered(clerk, document)
    with pytest.raises(NotAllowed):
        take(clerk, workflow.instruct, entry, text="x")
    with pytest.raises(NotAllowed):
        take(chief, workflow.propose, entry, text="x", handling="x")
    with pytest.raises(NotAllowed):
        take(chief, workflow.answer, entry, text="x")


def test_what_is_sent_back_says_why_to_the_drafting_unit(author, clerk, document):
    entry = received(clerk, document)
    answer = at_desk(clerk).post(f"/incoming/{document.public_id}/", {"act": "send_back", "send_back-reason": ""})
    assert answer.status_code == 422

    take(clerk, workflow.send_back, entry, reason="缺少附件")

    with author.acting():
        (entry, *_) = timeline(document.public_id)
        assert (entry.act, entry.texts["reason"]) == ("sent_back", "缺少附件")
        assert Notification.objects.first().act == "sent_back"


def test_the_house_stays_in_the_house(author, clerk, chief, document):
    neighbour = make_actor("320100")
    entry = registered(clerk, document)
    take(chief, workflow.instruct, entry, text="内部批示一句")

    for stranger in (author, neighbour):
        with stranger.acting(), tenant_context(clerk.unit.tenant):
            assert not Entry.objects.exists()
            assert not Instruction.objects.exists()
        for path in ("", "paper/"):
            assert at_desk(stranger).get(f"/incoming/{document.public_id}/{path}").status_code == 404


def test_register_is_a_page_and_a_table_in_which_no_formula_runs(author, clerk):
    document = make_document(Status.SOLICITING, author, clerk, title="=1+1样例")
    registered(clerk, document)
    browser = at_desk(clerk)
    assert "=1+1样例" in browser.get("/incoming/register/").text

    sheet = load_workbook(BytesIO(browser.get("/incoming/register/?format=xlsx").content)).active

    assert (sheet["D2"].value, sheet["D2"].data_type) == ("=1+1样例", "s")


def test_forms_go_through_the_page(clerk, chief, document):
    browser, boss = at_desk(clerk), at_desk(chief)
    url = f"/incoming/{document.public_id}/"
    browser.post(f"{url}receive/")
    yesterday = timezone.localdate() - timedelta(days=1)
    refused = browser.post(url, {"act": "register", "register-urgency": "1", "register-due_on": yesterday.isoformat()})
    assert refused.status_code == 422
    browser.post(url, {"act": "register", "register-urgency": "1"})
    browser.post(url, {"act": "propose", "propose-text": "拟阅办", "propose-handling": clerk.unit.short_name})
    boss.post(url, {"act": "instruct", "instruct-text": "同意"})
    boss.post(url, {"act": "circulate", "circulate-people": [clerk.user.pk]})
    browser.post(f"{url}read/")
    browser.post(url, {"act": "answer", "answer-text": "已办"})

    for tab in ("to_receive", "in_hand", "to_read", "all"):
        assert browser.get(f"/incoming/?tab={tab}").status_code == 200
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        entry = Entry.objects.get()
        assert (entry.state, entry.urgency, entry.readings.get().read_at is not None) == ("answered", 1, True)


def test_purging_the_units_words_reaches_slip_instruction_and_notes_of_steps(author, clerk, chief):
    document = make_document(Status.SOLICITING, author, clerk)
    entry = registered(clerk, document)
    take(clerk, workflow.propose, entry, text=WORD, handling="x")
    take(chief, workflow.instruct, entry, text=WORD)
    take(clerk, workflow.answer, entry, text=WORD)
    with clerk.acting():
        step = Waiting.objects.open().get(matter=document.pk, unit=clerk.unit)
    take(clerk, house.give, step, clerk.user, note=WORD)
    assert tables_with(WORD) == {f"u320000.{name}" for name in TABLES}

    purge(make_actor("320000", Role.UNIT_ADMINISTRATOR), document.public_id, f"notes:{clerk.unit.pk}")

    assert tables_with(WORD) == set()
