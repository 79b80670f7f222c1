"""Abstaining where the alliance allows it: said before, shown, and left out of lines and seals."""

import pytest
from django.db import DatabaseError, transaction

from collaboration.documents import printing
from collaboration.documents.models import Abstention, Status
from collaboration.documents.workflow import abstaining, countersigning
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from tenants.identity.roles import Role
from tests.factories.desk import at_desk
from tests.factories.documents import again, make_document, proof, sign
from tests.factories.people import PASSWORD, make_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [make_actor(code) for code in ("310000", "320000", "330000")]


@pytest.fixture
def office():
    return make_actor("office", Role.UNIT_ADMINISTRATOR)


def allow(office, allowed=True):
    with office.acting():
        abstaining.allow_abstaining(office, allowed=allowed)


def abstain(actor, document):
    with actor.acting():
        content_hash = countersigning.open_attempt(document).version.content_hash
        abstaining.abstain(actor, document, content_hash=content_hash, reason="样例：与本单位无关。", prove=proof)


def test_only_the_alliance_office_allows_it_and_only_for_what_begins_later(people, office):
    author, js, _zj = people
    before = make_document(Status.COUNTERSIGNING, *people)
    with author.acting(), pytest.raises(NotAllowed):
        abstaining.allow_abstaining(author, allowed=True)
    with author.acting(), pytest.raises(DatabaseError), transaction.atomic():
        _directly()
    allow(office)
    with pytest.raises(NotAllowed):
        abstain(js, before)
    abstain(js, make_document(Status.COUNTERSIGNING, *people))


def _directly():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT allow_abstaining(true)")


def test_unit_that_abstains_is_left_out_and_the_others_suffice(people, office):
    author, js, zj = people
    allow(office)
    document = make_document(Status.COUNTERSIGNING, *people)
    abstain(js, document)
    with pytest.raises(WrongState):
        sign(js, document)
    sign(author, document)
    with pytest.raises(WorkflowError):
        abstain(zj, document)
    page = at_desk(zj).get(f"/documents/{document.public_id}/")
    assert [(card.state, card.colour) for card in page.context["signers"]] == [
        ("done", "green"), ("done", "grey"), ("now", "amber"),
    ]  # fmt: skip
    assert js.unit.display_name in at_desk(zj).get(f"/documents/{document.public_id}/countersign/").text
    sign(zj, document)
    document = again(author, document)
    assert document.status is Status.SIGNED
    with author.acting():
        attempt = printing.signed_attempt(document)
        printed = printing.on_paper(document, attempt, number="", check_code=attempt.check_code)
        assert [one.id for one in printed.issuers] == ["310000", "330000"]
        assert [unit.code for unit in printing.sealing_units(attempt)] == ["310000", "330000"]
        assert [one["code"] for one in attempt.version.issuers] == ["310000", "320000", "330000"]


def test_database_keeps_two_signers_and_the_drafting_unit(people, office):
    author, js, zj = people
    allow(office)
    document = make_document(Status.COUNTERSIGNING, *people)
    abstain(js, document)
    for actor in (author, zj):
        with actor.acting(), pytest.raises(DatabaseError), transaction.atomic():
            attempt = countersigning.open_attempt(document)
            Abstention.objects.create(
                countersigning=attempt, unit=actor.unit, user=actor.user, user_name="x",
                content_hash=attempt.version.content_hash, method="test",
            )  # fmt: skip


def test_pages_say_what_it_means_and_take_the_word(people, office, settings):
    settings.DEMO = True
    allow(office)
    _author, js, _zj = people
    document = make_document(Status.COUNTERSIGNING, *people)
    browser = at_desk(js)
    page = browser.get(f"/documents/{document.public_id}/abstain/")
    form = page.context["form"]
    given = {"content_hash": form.initial["content_hash"], "proof_nonce": form.confirmation.nonce, "reason": "样例。"}
    nonce = page.text.split('name="proof_nonce" value="')[1].split('"')[0]
    browser.post(
        f"/documents/{document.public_id}/abstain/", given | {"proof_nonce": nonce, "proof_password": PASSWORD}
    )
    with js.acting():
        assert Abstention.objects.get(countersigning__document=document).unit == js.unit


def test_policy_page_is_the_alliance_offices(people, office):
    assert at_desk(people[0]).get("/documents/rules/").status_code == 403
    browser = at_desk(office)
    browser.post("/documents/rules/", {"allowed": "on"})
    assert browser.get("/documents/rules/").context["is_allowed"]
