"""The public is asked, answers with or without a name, and reads what became of it."""

import time
from datetime import timedelta

import pytest
from django.core import signing
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from collaboration.consultation import workflow
from collaboration.consultation.forms import SALT
from collaboration.consultation.models import Comment, Consultation
from collaboration.consultation.personal import Contact
from collaboration.documents.models import Status
from collaboration.documents.workflow import consulting, rounds
from collaboration.documents.workflow.versions import latest
from collaboration.errors import WorkflowError, WrongState
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tests.factories.consultations import EXPLANATION, consulting_on, send_in
from tests.factories.desk import at_desk
from tests.factories.documents import agree, in_a_week, make_document, make_draft
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
WORDS, NAME, PHONE = "建议增加样例条款，电话13812345678。", "样本人", "13912345678"


@pytest.fixture
def people():
    return make_actor("310000"), make_actor("320000")


@pytest.fixture
def asked(people):
    return consulting_on(people[0], make_draft(*people))


def visitor(label=""):
    return Client(HTTP_HOST=f"{label}.portal.localhost" if label else "portal.localhost", enforce_csrf_checks=True)


def token(consultation, seconds=10):
    return signing.dumps([str(consultation.pk), int(time.time()) - seconds], salt=SALT)


def test_the_text_stands_on_the_sites_of_the_unit_and_of_the_alliance_alone(people, asked):
    for site in ("", "sh"):
        page = visitor(site).get(f"/consultations/{asked.pk}/").content.decode()
        assert asked.title in page
        assert EXPLANATION in page
        assert asked.blocks[0]["text"] in page
        assert asked.title in visitor(site).get("/consultations/").content.decode()
    assert visitor("js").get(f"/consultations/{asked.pk}/").status_code == 404
    english = visitor().get(f"/en/consultations/{asked.pk}/").content.decode()
    assert "Give your opinion" in english


def test_anybody_answers_without_a_name_or_a_session(people, asked):
    sent = visitor().post(f"/consultations/{asked.pk}/", {"words": WORDS, "token": token(asked)})

    assert sent.status_code == 302
    assert "receipt=" in sent.url
    assert not sent.cookies
    page = at_desk(people[0]).get(f"/consultations/{asked.pk}/").content.decode()
    assert "138****5678" in page
    assert "13812345678" not in page


@pytest.mark.parametrize(
    "given",
    [{"words": ""}, {"website": "http://spam.example"}, {"token": ""}, {"token": "young"}, {"token": "other"}],
)
def test_what_a_machine_sends_and_what_says_nothing_is_refused_and_kept_in_the_form(asked, given):
    tokens = {"young": token(asked, 0), "other": signing.dumps(["x", 1], salt=SALT)}
    given = {"words": WORDS, "name": NAME, "token": token(asked), **given}
    given["token"] = tokens.get(given["token"], given["token"])

    answer = visitor().post(f"/consultations/{asked.pk}/", given)
    assert answer.status_code == 422
    assert NAME in answer.content.decode()
    with as_owner():
        assert Comment.objects.count() == 0


def test_one_visitor_sends_a_few_opinions_a_minute(asked):
    answers = [
        visitor().post(f"/consultations/{asked.pk}/", {"words": WORDS, "token": token(asked)}).status_code
        for _number in range(6)
    ]
    assert answers == [302] * 5 + [429]


def test_names_and_words_are_kept_encrypted_and_never_recorded(people, asked):
    send_in(asked, words=WORDS, name=NAME, way=PHONE)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(c::text, '') FROM consultation_comment c")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(r::text, '') FROM audit_record r")
        recorded = cursor.fetchone()[0]
    for word in (WORDS, NAME, PHONE):
        assert word.encode().hex() not in kept
        assert word not in kept + recorded


def test_a_contact_is_masked_until_somebody_looks_and_that_is_recorded(people, asked):
    author, _js = people
    comment = send_in(asked, name=NAME, way=PHONE)
    browser, address = at_desk(author), f"/consultations/{asked.pk}/"

    masked = browser.get(address).content.decode()
    assert NAME not in masked
    assert PHONE not in masked
    shown = browser.post(f"{address}comments/{comment.pk}/contact/").content.decode()
    assert NAME in shown
    assert PHONE in shown
    with author.acting():
        assert Record.objects.filter(act="public_contact_seen").count() == 1


def test_nobody_but_the_asking_unit_reads_what_came_in(people, asked):
    author, js = people
    send_in(asked)
    for actor in (js, make_actor("340100")):
        assert at_desk(actor).get(f"/consultations/{asked.pk}/").status_code == 404
        with actor.acting():
            assert not Comment.objects.exists()
    assert not Comment.objects.exists()  # the public itself
    with author.acting():
        assert Comment.objects.count() == 1


def test_nobody_puts_a_comment_in_by_another_way(people, asked):
    for person in (None, *people):
        context = person.acting() if person else transaction.atomic()
        with context, pytest.raises(DatabaseError), transaction.atomic():
            Comment.objects.create(consultation=asked, words=b"x", contact=b"")


def test_the_outcome_is_told_on_the_same_page_once_everything_is_handled(people, asked):
    author, _js = people
    first, second = send_in(asked, words=WORDS), send_in(asked, words="另一样例意见。")
    with author.acting():
        with pytest.raises(WrongState):
            workflow.report(author, asked, summary="样例结果。")
        workflow.close(author, asked)
        workflow.handle(author, first, outcome="adopted")
        with pytest.raises(WorkflowError):
            workflow.handle(author, second, outcome="declined")
        with pytest.raises(WorkflowError):
            workflow.report(author, asked, summary="样例结果。")
        workflow.handle(author, second, outcome="declined", reason="样例理由。")
        assert Waiting.objects.open().filter(step="consult").count() == 1
        told = workflow.report(author, asked, summary="共收到样例意见两条。")
        assert not Waiting.objects.open().filter(step="consult").exists()

    assert told.counts == {"received": 2, "adopted": 1, "partly": 0, "declined": 1, "noted": 0}
    page = visitor().get(f"/consultations/{asked.pk}/").content.decode()
    assert "共收到样例意见两条。" in page
    assert WORDS not in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]


def test_after_the_close_nothing_is_taken_in(people, asked):
    with people[0].acting():
        workflow.close(people[0], asked)
    assert workflow.receive(asked, words=WORDS, block_id="", contact=Contact()) is None
    answer = visitor().post(f"/consultations/{asked.pk}/", {"words": WORDS, "token": token(asked)})
    assert answer.status_code == 409


def test_the_text_is_not_finalised_while_the_public_is_asked(people):
    author, js = people
    document = make_document(Status.SOLICITING, author, js)
    asked = consulting_on(author, document)
    agree([js], document)
    with author.acting():
        number = latest(document).number
        with pytest.raises(WrongState):
            rounds.fix_text(author, document, version=number)
        workflow.close(author, asked)
        rounds.fix_text(author, document, version=number)
        assert Waiting.objects.open().filter(step="consult").exists()


@pytest.mark.parametrize("given", [{"explanation": " "}, {"closes_on": timezone.localdate()}])
def test_the_public_is_told_why_and_given_time(people, given):
    document = make_draft(*people)
    with people[0].acting(), pytest.raises(WorkflowError):
        consulting.consult(people[0], document, **{"explanation": "样例", "closes_on": in_a_week(), **given})
    browser, values = at_desk(people[0]), {"explanation": "样例说明", "closes_on": "", "revision": "0"}
    refused = browser.post(f"/documents/{document.public_id}/consult/", values)
    assert refused.status_code == 422
    assert "样例说明" in refused.content.decode()
    with people[0].acting():
        assert not Consultation.objects.exists()


def test_contacts_are_erased_half_a_year_after_the_end(people, asked):
    send_in(asked, name=NAME)
    with as_owner():
        late = asked.closes_on + timedelta(days=workflow.KEPT_DAYS)
        assert workflow.forget_contacts(late) == 0
        assert workflow.forget_contacts(late + timedelta(days=1)) == 1
        assert bytes(Comment.objects.get().contact) == b""
