"""Inside the house: giving, passing on, returning and taking back a step, and handing over by a list."""

import pytest
from django.db import ProgrammingError, transaction
from django_tenants.utils import tenant_context

from collaboration.documents.models import Status
from collaboration.documents.workflow import cancelling
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.internal.models import Assignment, InternalRecord
from collaboration.internal.record import tell_internally
from collaboration.notifications.models import Notification
from collaboration.worklist import reading, workflow
from collaboration.worklist.filters import Filters
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import agree, make_document
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def chief():
    return make_actor("320000")


@pytest.fixture
def colleague():
    return make_actor("320000", Role.HANDLER)


@pytest.fixture
def document(author, chief):
    return make_document(Status.SOLICITING, author, chief)


def inside(actor):
    """The actor at the desk: acting, in the schema of the unit's tenant."""
    return _both(actor.acting(), tenant_context(actor.unit.tenant))


class _both:
    def __init__(self, *managers):
        self.managers = managers

    def __enter__(self):
        for one in self.managers:
            one.__enter__()

    def __exit__(self, *error):
        for one in reversed(self.managers):
            one.__exit__(*error)


def step_of(actor, document):
    return Waiting.objects.open().get(matter=document.pk, unit=actor.unit)


def todo(actor, **filters):
    with inside(actor):
        return [task.title for task in reading.worklist(actor, Filters.read(filters)).tasks]


def acts(actor, document):
    with inside(actor):
        rows = InternalRecord.objects.filter(matter=document.public_id).order_by("number")
        return list(rows.values_list("act", flat=True))


def test_a_step_given_to_a_colleague_leaves_the_others_lists_and_tells_the_colleague(chief, colleague, document):
    third = make_actor("320000", Role.HANDLER)
    assert [len(todo(person)) for person in (chief, colleague, third)] == [1, 1, 1]

    with inside(chief):
        workflow.give(chief, step_of(chief, document), colleague.user, note="请阅处")

    assert [len(todo(person)) for person in (chief, colleague, third)] == [0, 1, 0]
    assert [len(todo(person, who="unit")) for person in (chief, colleague, third)] == [1, 1, 1]
    assert [len(todo(person, who="me")) for person in (chief, colleague)] == [0, 1]
    assert acts(chief, document) == ["assigned"]
    with colleague.acting():
        notice = Notification.objects.first()
        assert (notice.act, notice.unit, notice.category) == ("assigned", colleague.unit, "action")


def test_it_is_passed_on_returned_and_taken_back_with_reasons(chief, colleague, document):
    third = make_actor("320000", Role.HANDLER)
    with inside(chief):
        workflow.give(chief, step_of(chief, document), colleague.user)
    with inside(colleague):
        with pytest.raises(WorkflowError, match=r"转办|Say why"):
            workflow.pass_on(colleague, step_of(chief, document), third.user, note=" ")
        workflow.pass_on(colleague, step_of(chief, document), third.user, note="本周出差")
    with inside(third):
        workflow.give_back(third, step_of(chief, document), reason="不属本处职责")
    with inside(chief):
        workflow.give(chief, step_of(chief, document), third.user)
        workflow.take_back(chief, step_of(chief, document))
        history = [(one.person_name, one.end, one.end_reason) for one in Assignment.objects.all()]

    assert history == [
        (colleague.user.name, "passed_on", "本周出差"),
        (third.user.name, "returned", "不属本处职责"),
        (third.user.name, "taken_back", ""),
    ]
    assert acts(chief, document) == ["assigned", "passed_on", "given_back", "assigned", "taken_back"]
    assert len(todo(colleague)) == 1


def test_nobody_takes_what_another_holds_and_nobody_is_given_what_they_may_not_do(chief, colleague, document):
    reader, signatory = make_actor("320000", Role.MEMBER), make_actor("320000", Role.SIGNATORY)
    other = make_actor("320000", Role.HANDLER)
    with inside(chief):
        with pytest.raises(WorkflowError):
            workflow.give(chief, step_of(chief, document), signatory.user)
        workflow.give(chief, step_of(chief, document), colleague.user)
    with inside(other):
        with pytest.raises(WrongState):
            workflow.give(other, step_of(chief, document), other.user)
        with pytest.raises(NotAllowed):
            workflow.take_back(other, step_of(chief, document))
        with pytest.raises(NotAllowed):
            workflow.give_back(other, step_of(chief, document), reason="x")
    with inside(reader), pytest.raises(NotAllowed):
        workflow.give(reader, step_of(chief, document), colleague.user)


def test_other_units_see_neither_holder_nor_record_nor_notice(author, chief, colleague, document):
    with inside(chief):
        workflow.give(chief, step_of(chief, document), colleague.user, note="内部要求")
        waiting = step_of(chief, document)
    for stranger in (author, make_actor("340000")):
        with stranger.acting(), tenant_context(chief.unit.tenant):
            assert not Assignment.objects.exists()
            assert not InternalRecord.objects.exists()
        browser = at_desk(stranger)
        assert browser.get(f"/worklist/steps/{waiting.pk}/").status_code == 404
        assert browser.post(f"/worklist/steps/{waiting.pk}/", {"act": "take"}).status_code == 404
    with author.acting():
        assert "assigned" not in Record.objects.values_list("act", flat=True)


def test_a_notice_of_the_house_needs_an_internal_act_of_the_same_transaction(author, colleague, document):
    with inside(author), transaction.atomic(), pytest.raises(ProgrammingError), transaction.atomic():
        tell_internally(document.public_id, "assigned", [author.user])


def test_a_step_that_waits_no_longer_cannot_be_given(author, chief, colleague, document):
    with inside(chief):
        waiting = step_of(chief, document)
    with author.acting():
        cancelling.cancel(author, document, reason="样例事项不再需要。")
    with inside(chief), pytest.raises(WrongState):
        workflow.give(chief, waiting, colleague.user)


def test_many_steps_are_given_at_once_and_the_page_of_a_step_does_the_rest(author, chief, colleague):
    for number in range(3):
        make_document(Status.SOLICITING, author, chief, title=f"样例{number}")
    signing = make_document(Status.COUNTERSIGNING, author, chief, title="样例三")
    browser = at_desk(chief)
    with inside(chief):
        steps = list(Waiting.objects.open().filter(unit=chief.unit).values_list("pk", flat=True))
        countersign = step_of(chief, signing)

    page = browser.post("/worklist/steps/", {"steps": steps, "act": "give", "person": colleague.user.pk}, follow=True)

    assert len(todo(colleague)) == 3
    assert "样例三：" in page.text or "样例三:" in page.text
    browser.post(f"/worklist/steps/{countersign.pk}/", {"act": "take"})
    assert todo(chief, who="me") == ["样例三"]
    answer = browser.post(f"/worklist/steps/{countersign.pk}/", {"act": "give_back", "reason": ""})
    assert answer.status_code == 422
    browser.post(f"/worklist/steps/{countersign.pk}/", {"act": "give_back", "reason": "请另派"})
    assert todo(chief, who="me") == []


def test_everything_somebody_holds_goes_to_the_successor_by_a_list(author, chief, colleague):
    first, second = (make_document(Status.SOLICITING, author, chief, title=f"样例{n}") for n in (1, 2))
    successor = make_actor("320000", Role.HANDLER)
    with inside(chief):
        for document in (first, second):
            workflow.give(chief, step_of(chief, document), colleague.user)
    agree([chief], second)
    browser = at_desk(colleague)
    assert "样例1" in browser.get("/worklist/hand-over/").text

    page = browser.post(
        "/worklist/hand-over/",
        {"whose": colleague.user.pk, "successor": successor.user.pk, "note": "轮岗"},
        follow=True,
    )

    assert "样例1" in page.text
    assert (todo(successor, who="me"), todo(colleague)) == (["样例1"], [])
    assert at_desk(author).get(page.redirect_chain[-1][0]).status_code == 404
    same = {"whose": colleague.user.pk, "successor": colleague.user.pk}
    assert browser.post("/worklist/hand-over/", same).status_code == 422
    with as_owner():
        assert Waiting.objects.filter(person=None).exists()


def test_nobody_but_those_who_lead_hands_over_for_others(author, chief, colleague, document):
    other = make_actor("320000", Role.HANDLER)
    with inside(chief):
        workflow.give(chief, step_of(chief, document), colleague.user)

    answer = at_desk(other).post("/worklist/hand-over/", {"whose": colleague.user.pk, "successor": other.user.pk})
    led = at_desk(chief).post("/worklist/hand-over/", {"whose": colleague.user.pk, "successor": other.user.pk})

    assert (answer.status_code, led.status_code) == (422, 302)
    assert todo(other, who="me") == ["样例事项协作协议"]
