"""The order of signing: enforced at the act and by the database, passed on by the last word of each turn."""

import pytest
from django.db import DatabaseError, transaction

from collaboration.documents import progress
from collaboration.documents.models import Countersignature, Countersigning, Status, Turn
from collaboration.documents.workflow import countersigning, drafting, rounds, turns, withdrawing
from collaboration.documents.workflow.versions import latest
from collaboration.errors import WorkflowError, WrongState
from collaboration.notifications.models import Notification
from collaboration.worklist.models import Waiting
from tests.factories.desk import at_desk
from tests.factories.documents import again, make_document, paragraphs, sign
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db
CODES = ("310000", "320000", "330000", "340000")


@pytest.fixture
def people():
    return [make_actor(code) for code in CODES]


def begun(people, order):
    author, *others = people
    document = make_document(Status.FINAL, author, *others)
    with author.acting():
        countersigning.start_countersigning(author, document, order=order)
    return again(author, document)


def asked(document, author):
    with author.acting():
        rows = Waiting.objects.open().filter(matter=document.pk, step="countersign")
        return sorted(rows.values_list("unit__code", flat=True))


def test_groups_sign_one_after_another_and_each_turn_is_asked_when_it_comes(people):
    author, js, zj, ah = people
    document = begun(people, {"310000": 2, "320000": 1, "330000": 1, "340000": 7})
    assert asked(document, author) == ["320000", "330000"]
    for early in (author, ah):
        with pytest.raises(WrongState):
            sign(early, document)
    sign(zj, document)
    assert asked(document, author) == ["320000"]
    with ah.acting():
        assert not Notification.objects.filter(user=ah.user, act__startswith="countersign").exists()
    sign(js, document)
    assert asked(document, author) == ["310000"]
    sign(author, document)
    assert asked(document, author) == ["340000"]
    with ah.acting():
        assert Notification.objects.filter(user=ah.user, act="countersigned_turn").count() == 1
        assert Waiting.objects.open().get(unit=ah.unit, step="countersign").deadline.due_at is not None
    sign(ah, document)
    assert again(author, document).status is Status.SIGNED


def test_one_after_another_is_the_order_of_the_text(people):
    author = people[0]
    document = begun(people, turns.one_by_one([one.unit for one in people]))
    for person in people:
        assert asked(document, author) == [person.unit.code]
        sign(person, document)
    assert again(author, document).status is Status.SIGNED


@pytest.mark.parametrize("order", [{"310000": 1}, dict.fromkeys(CODES, 0), {**dict.fromkeys(CODES, 1), "340100": 2}])
def test_an_order_names_every_unit_and_no_other(people, order):
    with pytest.raises(WorkflowError):
        begun(people, order)


def test_database_refuses_a_signature_out_of_turn_and_a_plan_with_a_gap(people):
    author, js, *_others = people
    document = begun(people, turns.one_by_one([one.unit for one in people]))
    with js.acting():
        attempt = countersigning.open_attempt(document)
        with pytest.raises(DatabaseError), transaction.atomic():
            Countersignature.objects.create(
                countersigning=attempt, unit=js.unit, user=js.user, user_name="x",
                content_hash=attempt.version.content_hash, method="test",
            )  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            Turn.objects.create(countersigning=attempt, unit=js.unit, position=1)
    final = make_document(Status.FINAL, *people)
    with author.acting(), pytest.raises(DatabaseError), transaction.atomic():
        Countersigning.objects.create(
            document=final,
            version=latest(final),
            number=1,
            counted_in="hours",
            amount=1,
            begins="receipt",
            check_code="-",
        )
        final.matter.state = Status.COUNTERSIGNING
        final.matter.save(update_fields=["state"])


def test_signature_can_be_taken_back_until_the_next_turn_is_asked(people):
    author, js, zj, ah = people
    document = begun(people, {"310000": 1, "320000": 1, "330000": 2, "340000": 2})
    sign(author, document)
    with author.acting():
        withdrawing.withdraw_signature(author, document, reason="样例：再核一处数字。")
        attempt = countersigning.open_attempt(document)
        assert (attempt.signatures.count(), attempt.withdrawn.count()) == (0, 1)
    assert asked(document, author) == ["310000", "320000"]
    for person in (author, js):
        sign(person, document)
    with author.acting():
        with pytest.raises(WrongState):
            withdrawing.withdraw_signature(author, document, reason="样例。")
        with pytest.raises(DatabaseError), transaction.atomic():
            _directly(document)
    for person in (zj, ah):
        sign(person, document)
    assert again(author, document).status is Status.SIGNED
    with ah.acting(), pytest.raises(WrongState):
        withdrawing.withdraw_signature(ah, document, reason="样例。")


def _directly(document):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT withdraw_signature(%s)", [document.public_id])


@pytest.mark.parametrize("status", [Status.COUNTERSIGNING, Status.SIGNED])
def test_text_taken_back_voids_what_was_said_to_become_void(people, status):
    author, js, *_others = people
    document = make_document(status, author, js)
    if status is Status.COUNTERSIGNING:
        sign(js, document)
    with author.acting():
        attempt = withdrawing.attempt_to_recall(document)
        given = attempt.signatures.count()
        with pytest.raises(WrongState):
            withdrawing.recall_text(author, document, attempt=attempt.number, signatures=given - 1, reason="样例。")
        withdrawing.recall_text(author, document, attempt=attempt.number, signatures=given, reason="样例：更正一字。")
        document = again(author, document)
        assert (document.status, document.issued_on) == (Status.FINAL, None)
        rounds.reopen_text(author, document)
        drafting.save_version(author, document, revision=0, title="样例", blocks=paragraphs("更正后的一字。"))
        rounds.fix_text(author, document, version=latest(document).number)
        countersigning.start_countersigning(author, document)
    for person in (author, js):
        sign(person, document)
    assert again(author, document).status is Status.SIGNED


def test_recall_page_says_in_red_how_many_signatures_become_void(people):
    author, js, *_others = people
    document = make_document(Status.COUNTERSIGNING, author, js)
    sign(js, document)
    browser = at_desk(author)
    page = browser.get(f"/documents/{document.public_id}/recall/")
    assert page.context["given"] == 1
    assert 'class="notice error"' in page.text
    browser.post(f"/documents/{document.public_id}/recall/", {"attempt": 1, "given": 1, "reason": "样例。"})
    assert again(author, document).status is Status.FINAL


def test_pages_choose_the_order_and_show_it(people):
    author, js, zj, ah = people
    document = make_document(Status.FINAL, *people)
    browser = at_desk(author)
    given = {"counted_in": "working_days", "amount": "5", "begins": "receipt", "order": "groups"}
    refused = browser.post(f"/documents/{document.public_id}/countersigning/", {**given, "turn_310000": "1"})
    assert refused.status_code == 422
    numbers = {f"turn_{code}": number for code, number in zip(CODES, (2, 1, 1, 2), strict=True)}
    browser.post(f"/documents/{document.public_id}/countersigning/", given | numbers)
    assert asked(document, author) == ["320000", "330000"]
    sign(js, document)
    page = at_desk(ah).get(f"/documents/{document.public_id}/")
    assert [(card.turn, card.state) for card in page.context["signers"]] == [(1, "done"), (1, "now"), (2, ""), (2, "")]
    assert not page.context["can"]["countersign"]
    assert at_desk(zj).get(f"/documents/{document.public_id}/").context["can"]["countersign"]
    early = at_desk(ah).get(f"/documents/{document.public_id}/countersign/")
    assert early.status_code == 302


def test_tracker_reckons_the_turn_as_the_database_does(people):
    author = people[0]
    document = begun(people, {"310000": 1, "320000": 2, "330000": 2, "340000": 3})
    for person in people:
        with author.acting():
            attempt = Countersigning.objects.get(document=document)
            assert progress.current_turn(attempt) == turns.current(attempt)
        sign(person, document)
