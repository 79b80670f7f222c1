"""What the house does stays in the house: opinions, lists, notices, other units, people who left, the sheet."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from collaboration.approval.models import HouseOpinion, Run, Step, StepKind
from collaboration.approval.models.chains import Planned
from collaboration.approval.workflow import deciding, gathering, submitting
from collaboration.documents.models import Opinion, Status
from collaboration.documents.workflow.taking_inside import take_inside
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.members import workflow as members
from collaboration.notifications.models import Notification
from collaboration.worklist import handing_over
from collaboration.worklist.models import Waiting
from tenants.audit.internal import breaks
from tenants.identity.actor import Actor
from tenants.identity.models import Membership
from tenants.identity.roles import Role
from tests.canaries import tables_with
from tests.factories.approvals import at_home, give_chain, make_department, waiting_step
from tests.factories.desk import at_desk
from tests.factories.documents import again, make_document, make_draft
from tests.factories.people import make_actor
from tests.factories.purges import purge
from tests.ownership import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]
WORD = "canary7c41d2"
CITY, COUNTY, OTHER = "320100", "320102", "340100"  # the county lives in the city's schema
EVERYWHERE = {f"u320100.approval_{name}" for name in ("act", "step", "houseopinion")}


@pytest.fixture
def author():
    return make_actor(OTHER)


@pytest.fixture
def clerk():
    return make_actor(CITY, Role.HANDLER)


@pytest.fixture
def reviewer():
    return make_actor(CITY, Role.APPROVER)


@pytest.fixture
def document(author, clerk):
    give_chain(CITY, "answer", Planned(StepKind.REVIEW, role=Role.APPROVER, days=2),
               Planned(StepKind.SIGN_OFF, role=Role.SIGNATORY))  # fmt: skip
    return make_document(Status.SOLICITING, author, clerk)


def worked_on(clerk, reviewer, document):
    """Departments asked, one answered with opinions; the answer submitted and reviewed."""
    expert = make_actor(CITY, Role.MEMBER)
    law = make_department(CITY, "法规处", expert)
    with at_home(clerk):
        gathering.ask(clerk, document.matter, departments=[law], days=1, words=f"请研究{WORD}")
    with at_home(expert):
        step = waiting_step(expert, document)
        gathering.note_opinion(expert, step, text=f"依据不足{WORD}", proposed_text=f"删去{WORD}")
        gathering.give(expert, step, comment=f"仅此一条{WORD}")
    with at_home(clerk):
        run = submitting.submit(clerk, document.matter, "answer", comment=f"拟同意{WORD}")
    with at_home(reviewer):
        deciding.agree(reviewer, waiting_step(reviewer, document), comment=f"核稿意见{WORD}")
    return run


def test_words_of_the_house_lie_in_its_own_schema_alone_and_go_with_a_purge(author, clerk, reviewer, document):
    worked_on(clerk, reviewer, document)

    assert tables_with(WORD) == EVERYWHERE
    with as_owner():
        assert list(breaks()) == []
    purge(make_actor(OTHER, Role.UNIT_ADMINISTRATOR), document.public_id)
    assert tables_with(WORD) == set()


def test_nobody_outside_the_unit_learns_that_there_is_a_step(author, clerk, reviewer, document):
    with as_owner():
        before = set(Waiting.objects.values_list("pk", flat=True))
        told = Notification.objects.exclude(unit=clerk.unit).count()
    run = worked_on(clerk, reviewer, document)

    with as_owner():
        assert set(Waiting.objects.values_list("pk", flat=True)) == before
        assert Notification.objects.exclude(unit=clerk.unit).count() == told
        cursor = connection.cursor()
        cursor.execute("SELECT count(*) FROM audit_record WHERE act LIKE 'approval%%' OR act LIKE 'opinion%%'")
        assert cursor.fetchone() == (0,)
    strangers = [author, make_actor(COUNTY), make_actor("320000"), make_actor(CITY, Role.AUDITOR),
                 make_actor(CITY, Role.UNIT_ADMINISTRATOR)]  # fmt: skip
    for stranger in strangers:
        with at_home(stranger):
            assert not Run.objects.exists() and not Step.objects.exists() and not HouseOpinion.objects.exists()
        for path in ("", f"runs/{run.pk}/sheet.pdf"):
            page = at_desk(stranger).get(f"/house/{document.public_id}/{path}")
            assert WORD not in page.content.decode(errors="replace") and "法规处" not in page.content.decode(
                errors="replace"
            )
    assert at_desk(author).get(f"/house/{document.public_id}/runs/{run.pk}/sheet.pdf").status_code == 404


def test_what_waits_inside_is_on_the_worklist_with_its_light_and_in_the_inbox(clerk, reviewer, document):
    other = make_actor(CITY, Role.SIGNATORY)
    assert at_desk(reviewer).get("/").context["worklist"].counts.tabs["todo"] == 0
    with at_home(clerk):
        submitting.submit(clerk, document.matter, "answer")

    page = at_desk(reviewer).get("/")
    shown = page.context["worklist"]
    assert [(task.url.partition("#")[0], task.light.colour.value) for task in shown.inside] == [
        (f"/house/{document.public_id}/", "amber")
    ]
    assert (shown.counts.tabs["todo"], shown.counts.marks["amber"]) == (1, 1)
    assert shown.inside[0].title in page.content.decode()
    assert at_desk(reviewer).get("/?mark=red").context["worklist"].inside == []
    assert at_desk(reviewer).get("/?tab=sent").context["worklist"].inside == []
    assert at_desk(other).get("/").context["worklist"].inside == []
    inbox = at_desk(reviewer).get("/notices/").content.decode()
    assert "请您办理内部审批" in inbox


def test_waiting_elsewhere_counts_the_house_too(clerk, reviewer, document):
    second = make_actor("320000", Role.APPROVER, user=reviewer.user)
    with at_home(clerk):
        submitting.submit(clerk, document.matter, "answer")
    with second.acting(), connection.cursor() as cursor:
        cursor.execute("SELECT number FROM worklist_elsewhere() WHERE membership = %s", [reviewer.membership.pk])
        assert cursor.fetchone() == (1,)


def test_internal_opinions_become_the_units_own_in_one_click(author, clerk, reviewer, document):
    worked_on(clerk, reviewer, document)
    browser = at_desk(clerk)
    page = browser.get(f"/documents/{document.public_id}/opinions/").content.decode()
    chosen = re.findall(r'name="opinions" value="(\d+)"', page)
    assert len(chosen) == 1 and WORD in page

    browser.post(f"/documents/{document.public_id}/opinions/inside/", {"opinions": chosen})

    with clerk.acting():
        noted = Opinion.objects.get(unit=clerk.unit)
    assert (noted.text, noted.proposed_text) == (f"依据不足{WORD}", f"删去{WORD}")
    with at_home(clerk), pytest.raises(WorkflowError):
        take_inside(clerk, again(clerk, document), [int(chosen[0])])
    with at_home(clerk):
        run = Run.objects.get(word="answer")
        assert run.steps.get(position=0).state == Step.State.WAITING  # what was submitted has changed


def test_only_who_is_asked_gives_an_internal_opinion(clerk, reviewer, document):
    expert = make_actor(CITY, Role.MEMBER)
    with at_home(clerk):
        run = gathering.ask(clerk, document.matter, people=[expert.user])
        with pytest.raises(WorkflowError):
            gathering.ask(clerk, document.matter, people=[expert.user])
        step = run.steps.select_related("run").get()
        with pytest.raises(NotAllowed):
            gathering.note_opinion(clerk, step, text="样例。")
    with at_home(expert):
        with pytest.raises(WorkflowError):
            gathering.note_opinion(expert, step, text=" ")
        gathering.give(expert, step)
        with pytest.raises(WrongState):
            gathering.note_opinion(expert, step, text="样例。")
    with clerk.acting():
        assert Notification.objects.visible_to(clerk.user).first().act == "opinions_complete"


def test_whoever_leaves_loses_the_step_and_the_role_gets_it(clerk, document):
    leaving, staying = (make_actor(CITY, Role.APPROVER) for _number in range(2))
    administrator = make_actor(CITY, Role.UNIT_ADMINISTRATOR)
    give_chain(CITY, "answer", Planned(StepKind.REVIEW, role=Role.APPROVER, person=leaving.user.pk))
    second = make_document(Status.SOLICITING, make_actor(OTHER), clerk)
    with at_home(clerk):
        submitting.submit(clerk, second.matter, "answer")
    with at_home(leaving):
        step = waiting_step(leaving, second)
    with at_home(staying):
        assert not Step.objects.for_person(staying).waiting().exists()

    with at_home(administrator):
        members.end(administrator, leaving.membership, reason="调离。")

    with at_home(leaving):
        assert not Step.objects.exists()
        with pytest.raises((NotAllowed, WrongState)):
            deciding.agree(leaving, step)
    with at_home(staying):
        assert waiting_step(staying, second).person_id is None
        assert Notification.objects.visible_to(staying.user).first().act == "back_with_unit"
        deciding.agree(staying, waiting_step(staying, second))


def test_who_stands_in_takes_the_step_in_the_name_of_the_absent(clerk, document):
    absent, deputy = make_actor(CITY, Role.APPROVER), make_actor(CITY, Role.MEMBER)
    with at_home(absent):
        members.delegate(absent, absent.membership, deputy.membership, starts=timezone.now(),
                         ends=timezone.now() + timedelta(days=2), reason="外出。")  # fmt: skip
    with at_home(clerk):
        submitting.submit(clerk, document.matter, "answer")
    with as_owner():
        place = Membership.objects.select_related("user", "unit__tenant", "on_behalf_of").get(on_behalf_of=absent.user)
    standing_in = Actor(place)
    with at_home(standing_in):
        deciding.agree(standing_in, waiting_step(standing_in, document))
        assert Step.objects.get(position=1).agreed_by_name == standing_in.name != deputy.user.name


def test_steps_are_handed_over_with_everything_else(clerk, document):
    leaving, successor = (make_actor(CITY, Role.APPROVER) for _number in range(2))
    give_chain(CITY, "answer", Planned(StepKind.REVIEW, role=Role.APPROVER, person=leaving.user.pk))
    second = make_document(Status.SOLICITING, make_actor(OTHER), clerk)
    with at_home(clerk):
        submitting.submit(clerk, second.matter, "answer")
    with at_home(leaving):
        assert len(handing_over.besides(leaving, leaving.user)) == 1
        handing_over.hand_over(leaving, leaving.user, successor.user)
    with at_home(successor):
        assert waiting_step(successor, second).person_id == successor.user.pk


def test_the_manuscript_sheet_says_everything_to_the_units_own_people(clerk, reviewer, document):
    run = worked_on(clerk, reviewer, document)

    answer = at_desk(clerk).get(f"/house/{document.public_id}/runs/{run.pk}/sheet.pdf")

    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    text = re.sub(r"\s", "", text)
    for words in (
        "发文稿纸",
        "仅限本单位内部",
        "核稿",
        reviewer.user.name,
        f"核稿意见{WORD}",
        clerk.user.name,
        "办理过程",
    ):
        assert words in text, words
    assert answer["Cache-Control"] == "private, no-store"


def test_the_page_takes_every_act_and_keeps_what_was_typed(clerk, reviewer, document):
    browser, path = at_desk(clerk), f"/house/{document.public_id}/"
    assert "送审" in browser.get(path).content.decode()
    assert browser.post(f"{path}submit/", {"word": "answer", "comment": "请审。"}).status_code == 302
    with at_home(reviewer):
        step = waiting_step(reviewer, document)
    mine = at_desk(reviewer)
    wrong = mine.post(f"{path}steps/{step.pk}/", {"act": "hand_on", f"step-{step.pk}-words": "已写好的话"})
    assert wrong.status_code == 422 and "已写好的话" in wrong.content.decode()
    done = mine.post(f"{path}steps/{step.pk}/", {"act": "send_back", f"step-{step.pk}-words": "退。",
                                                 f"step-{step.pk}-back_to": "0"})  # fmt: skip
    assert done.status_code == 302
    assert "重新送审" in browser.get(path).content.decode()
    assert "house" in browser.get(f"/documents/{document.public_id}/").content.decode()


def test_the_administrator_sets_a_chain_on_the_page(clerk):
    administrator = make_actor(CITY, Role.UNIT_ADMINISTRATOR)
    law = make_department(CITY, "法规处")
    browser, path = at_desk(administrator), "/house/chains/document/send/"
    form = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "0", "form-0-kind": "review", "form-1-kind": "departments"}
    wrong = browser.post(path, form)
    assert wrong.status_code == 422

    right = {**form, "form-0-role": "approver", "form-0-days": "2", "form-1-departments": law.pk}
    right |= {"variant": "agreement", "normative": "1"}
    assert browser.post(path, right).status_code == 302

    page = browser.get("/house/chains/").content.decode()
    assert "法规处" in page and administrator.user.name in page
    assert at_desk(clerk).get("/house/chains/").status_code == 403
    history = browser.get("/members/history/").content.decode()
    assert "已设置审批流程" in history


def test_a_draft_of_another_unit_has_no_house(clerk):
    draft = make_draft(make_actor(OTHER), clerk)
    assert at_desk(clerk).get(f"/house/{draft.public_id}/").status_code == 404
