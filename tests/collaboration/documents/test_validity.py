"""What becomes of a published document, told on both sides of every link."""

import datetime

import pytest
from django.utils import timezone

from collaboration.documents.workflow import afterwards, expiring, publishing
from collaboration.errors import NotAllowed, WorkflowError
from collaboration.notifications.models import Notification
from collaboration.publication.consolidating import as_lines, passages
from collaboration.publication.models import PublishedDocument, Validity, ValidityChange
from collaboration.publication.validity import validity_of
from tenants.audit.models import Record
from tenants.identity.roles import Role
from tests.factories.clearances import clear
from tests.factories.desk import visitor
from tests.factories.documents import again
from tests.factories.people import make_actor
from tests.factories.publications import make_published
from tests.factories.sealed import sealed_at_once
from tests.ownership import as_owner, as_system

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return make_actor("310000")


@pytest.fixture
def document(author):
    document = sealed_at_once(author, make_actor("320000"))
    clear(author, document)
    with author.acting():
        publishing.publish_document(author, document, title_en="A sample agreement")
    return again(author, document)


def page(path):
    return visitor("portal.localhost").get(path).content.decode()


def test_amended_and_amending_name_each_other(author, document):
    amending = make_published()
    with author.acting():
        afterwards.note_validity(
            author, document, validity=Validity.AMENDED, since=timezone.localdate(), successor=amending
        )

    assert f"/documents/{amending.pk}/" in page(f"/documents/{document.public_id}/")
    assert f"/documents/{document.public_id}/" in page(f"/documents/{amending.pk}/")
    data = visitor("portal.localhost").get(f"/documents/{amending.pk}.json").json()
    assert data["amends"] == [str(document.public_id)]


def test_a_correction_is_a_new_row_and_the_earlier_one_stays(author, document):
    with author.acting():
        today = timezone.localdate()
        for validity in (Validity.EXPIRED, Validity.IN_FORCE):
            afterwards.note_validity(author, document, validity=validity, since=today, reason="样例原因。")

    published = PublishedDocument.objects.get(pk=document.public_id)
    assert validity_of(published) == Validity.IN_FORCE
    assert list(ValidityChange.objects.order_by("pk").values_list("validity", flat=True)) == [
        "in_force", "expired", "in_force",
    ]  # fmt: skip


def test_it_expires_by_itself_on_its_day(author, document):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with author.acting():
        afterwards.note_validity(author, document, validity=Validity.EXPIRED, since=tomorrow, reason="有效期一年。")

    published = PublishedDocument.objects.get(pk=document.public_id)
    assert (validity_of(published), validity_of(published, tomorrow)) == (Validity.IN_FORCE, Validity.EXPIRED)


def test_the_consolidated_text_names_the_source_of_every_change_on_any_day(author, document):
    amending = make_published()
    day = timezone.localdate() + datetime.timedelta(days=10)
    with author.acting():
        published = afterwards.published_of(document)
        lines = as_lines(published.blocks).splitlines()
        lines[2], gone = "各方约定每月互通一次样例情况。", lines.pop()
        afterwards.consolidate(author, document, source=amending, since=day, text="\n".join([*lines, "新增一条。"]))

    before, after = passages(published, day - datetime.timedelta(days=1)), passages(published, day)
    assert [one.change for one in before] == [None] * len(before)
    changed = {one.block["text"]: one.before for one in after if one.change}
    assert changed["各方约定每月互通一次样例情况。"] == "各方约定每季度互通一次样例情况。"
    assert "新增一条。" in changed and gone in "".join(changed.values())
    shown = page(f"/documents/{document.public_id}/consolidated/?on={day.isoformat()}")
    assert "各方约定每月互通一次样例情况。" in shown and f"/documents/{amending.pk}/" in shown
    early = page(f"/documents/{document.public_id}/consolidated/")
    assert "各方约定每月互通一次样例情况。" not in early


def test_an_interpretation_and_its_document_name_each_other(author, document):
    with author.acting():
        first = afterwards.interpret(author, document, title="样例解读", text="说明一。", reviewer="样例")
        second = afterwards.interpret(
            author, document, title="样例解读（更正）", text="说明二。", reviewer="样例", replaces=first
        )

    shown = page(f"/documents/{document.public_id}/")
    assert second.get_absolute_url() in shown and first.get_absolute_url() not in shown
    assert second.get_absolute_url() in page(first.get_absolute_url())
    assert f"/documents/{document.public_id}/" in page(second.get_absolute_url())


def test_a_corrected_particular_shows_what_stood_before(author, document):
    with author.acting():
        afterwards.correct_particulars(author, document, field="title_en", after="A model agreement", reason="笔误。")

    shown = page(f"/en/documents/{document.public_id}/")
    assert "A model agreement" in shown and "<del>A sample agreement</del>" in shown


def test_only_the_signatory_of_the_drafting_unit_may(document):
    for code, role in (("310000", Role.HANDLER), ("320000", Role.SIGNATORY)):
        actor = make_actor(code, role)
        with actor.acting(), pytest.raises(NotAllowed):
            afterwards.note_validity(
                actor, document, validity=Validity.EXPIRED, since=timezone.localdate(), reason="样例。"
            )


def test_what_makes_no_sense_is_refused(author, document):
    today = timezone.localdate()
    with author.acting():
        published = afterwards.published_of(document)
        wrong = (
            {"validity": Validity.AMENDED, "since": today},
            {"validity": Validity.REPEALED, "since": today},
            {"validity": Validity.REPEALED, "since": today, "successor": published},
            {"validity": Validity.EXPIRED, "since": today - datetime.timedelta(days=400), "reason": "样例。"},
        )
        for given in wrong:
            with pytest.raises(WorkflowError):
                afterwards.note_validity(author, document, **given)


def test_the_portal_tells_of_an_expiry_once_on_its_day(author, document):
    with author.acting():
        today = timezone.localdate()
        for since, validity in (
            (today, Validity.REPEALED),
            (today, Validity.EXPIRED),
            (today + datetime.timedelta(days=1), Validity.EXPIRED),
        ):
            afterwards.note_validity(author, document, validity=validity, since=since, reason="样例原因。")
    signer, stranger = make_actor("320000"), make_actor("330000")

    with as_system():
        assert [expiring.tell_of_expiry(), expiring.tell_of_expiry()] == [1, 0]

    with as_owner():
        told = Notification.objects.filter(act="expired").values_list("user", flat=True)
        assert {author.user.pk, signer.user.pk} <= set(told) and stranger.user.pk not in told
        assert Record.objects.filter(chain=document.public_id, act="expired").count() == 1


def test_an_expiry_that_was_taken_back_is_told_to_nobody(author, document):
    with author.acting():
        for validity in (Validity.EXPIRED, Validity.IN_FORCE):
            afterwards.note_validity(
                author, document, validity=validity, since=timezone.localdate(), reason="样例原因。"
            )
    with as_system():
        assert expiring.tell_of_expiry() == 0
