"""Rounds that ask some units, and what each unit reads before and after the close."""

import pytest

from collaboration.documents.models import Answer, Opinion, Status
from collaboration.documents.workflow import drafting, opinions, rounds
from collaboration.errors import WorkflowError, WrongState
from collaboration.worklist.models import Waiting
from tenants.units.models import Unit
from tests.factories.desk import at_desk
from tests.factories.documents import again, in_a_week, make_document
from tests.factories.opinions import say
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
SAID = {"text": "样例事项宜先行试点。"}


@pytest.fixture
def people():
    return make_actor("310000"), make_actor("320000"), make_actor("330000")


def test_only_the_units_of_the_audience_are_asked_and_their_answers_close_the_round(people):
    author, js, zj = people
    document = make_document(Status.DRAFT, author, js, zj)
    with author.acting():
        rounds.open_round(author, document, due_on=in_a_week(), audience=[js.unit])
        assert list(Waiting.objects.open().values_list("unit", flat=True)) == [js.unit.pk]
    assert at_desk(zj).get(f"/documents/{document.public_id}/").status_code == 404

    say(js, document, SAID)
    with author.acting():
        assert rounds.open_round_of(document) is None


def test_a_unit_that_is_not_asked_cannot_answer(people):
    author, js, zj = people
    document = make_document(Status.SOLICITING, author, js, zj)
    with author.acting():
        rounds.close_round(author, document, early=True)
        rounds.open_round(author, document, due_on=in_a_week(), audience=[js.unit])
    with zj.acting(), pytest.raises(WrongState):
        opinions.answer(zj, document, outcome=Answer.Outcome.NO_OPINION)
    assert at_desk(zj).get(f"/documents/{document.public_id}/opinions/").status_code == 302


def test_only_units_that_take_part_are_asked(people):
    author, js, _zj = people
    document = make_document(Status.DRAFT, author, js)
    with author.acting(), pytest.raises(WorkflowError):
        rounds.open_round(author, document, due_on=in_a_week(), audience=[Unit.objects.get(code="340100")])


def test_a_unit_invited_during_a_round_for_some_is_not_asked_in_it(people):
    author, js, zj = people
    document = make_document(Status.DRAFT, author, js)
    with author.acting():
        held = rounds.open_round(author, document, due_on=in_a_week(), audience=[js.unit])
        drafting.invite(author, again(author, document), [zj.unit])
    with zj.acting():
        assert held.number == again(zj, document).rounds.get().number
        assert not Waiting.objects.open().filter(unit=zj.unit).exists()


def test_the_page_asks_the_chosen_units_and_keeps_what_was_entered(people):
    author, js, zj = people
    document = make_document(Status.DRAFT, author, js, zj)
    browser, address = at_desk(author), f"/documents/{document.public_id}/round/"
    given = {"counted_in": "working_days", "amount": "7", "begins": "receipt", "version": "1", "asked": "some"}

    refused = browser.post(address, given)
    assert refused.status_code == 422
    assert 'value="7"' in refused.content.decode()
    sent = browser.post(address, {**given, "units": [js.unit.pk], "stays_with_drafter": "on"})
    assert sent.status_code == 302
    with author.acting():
        held = document.rounds.get()
    assert (held.audience, held.stays_with_drafter) == ([js.unit.pk], True)


def test_no_other_unit_reads_an_opinion_before_the_round_closes(people):
    author, js, zj = people
    document = make_document(Status.SOLICITING, author, js, zj)
    say(js, document, SAID)

    pages = ("", "table/", "table/?format=xlsx", "table/?format=docx", "progress/", "events/")
    for actor in (author, zj):
        browser = at_desk(actor)
        for page in pages:
            answer = browser.get(f"/documents/{document.public_id}/{page}")
            assert SAID["text"] not in answer.content.decode(errors="replace")
        with actor.acting():
            assert not Opinion.objects.exists()  # whatever a query forgets, the database does not
    with js.acting():
        assert Opinion.objects.count() == 1

    say(zj, document)
    for actor in (author, zj):
        assert SAID["text"] in at_desk(actor).get(f"/documents/{document.public_id}/table/").content.decode()
        with actor.acting():
            assert Opinion.objects.count() == 1
