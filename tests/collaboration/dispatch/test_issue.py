"""A sealed document goes to its recipients: who sees what, who signs for it, who is waited for."""

import pytest
from django_tenants.utils import tenant_context

from collaboration.dispatch import workflow
from collaboration.dispatch.models import Addressee, Dispatch, State
from collaboration.documents.models import (
    Answer,
    Countersigning,
    Invitation,
    JointDocument,
    Opinion,
    Round,
    Status,
    Version,
)
from collaboration.errors import NotAllowed, WorkflowError
from collaboration.incoming import reading
from collaboration.incoming import workflow as incoming
from collaboration.matters.models import Matter
from collaboration.notifications.models import Notification
from collaboration.sealing.models import SealRelease
from collaboration.supervision import urging
from collaboration.worklist.models import Waiting
from tenants.audit.models import Record
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tests.factories import documents as make
from tests.factories.dispatched import issue, make_sealed
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def parties() -> tuple[Actor, Actor, Actor, Actor]:
    """Two issuing cities, a province that gets the document, another one that gets a copy."""
    return make_actor("320100"), make_actor("340100"), make_actor("310000"), make_actor("330000")


def receive(actor: Actor, dispatch: Dispatch) -> None:
    with actor.acting(), tenant_context(actor.unit.tenant):
        incoming.receive(actor, Matter.objects.get(pk=dispatch.pk))


def test_a_document_reaches_its_recipients_as_incoming_matter() -> None:
    author, guest, main, copy = parties()
    document = make_sealed(author, guest)

    dispatch = issue(author, document, "310000", copies=["330000"])

    current = make.again(author, document)
    assert current.status is Status.ISSUED
    assert current.issued_at is not None
    for actor, role in ((main, "main"), (copy, "copy")):
        with actor.acting(), tenant_context(actor.unit.tenant):
            assert [matter.pk for matter in reading.to_receive(actor)] == [dispatch.pk]
            assert [one.role for one in Addressee.objects.visible_to(actor)] == [role]
            assert [one.role for one in Addressee.objects.all()] == [role]
            notices = Notification.objects.filter(user=actor.user, matter=dispatch.public_id)
            assert list(notices.values_list("act", "category")) == [("issued", "action")]
    with guest.acting(), tenant_context(guest.unit.tenant):
        assert dispatch.pk not in [matter.pk for matter in reading.to_receive(guest)]
        assert Addressee.objects.visible_to(guest).count() == 2


def test_a_receipt_shows_at_the_issuing_unit_and_nowhere_else() -> None:
    author, guest, main, copy = parties()
    dispatch = issue(author, make_sealed(author, guest), "310000", copies=["330000"])

    receive(main, dispatch)

    with author.acting():
        answered = {one.unit.code: one.answered_by for one in Addressee.objects.select_related("unit")}
        assert answered == {"310000": main.name, "330000": ""}
        assert Matter.objects.get(pk=dispatch.pk).state == State.SENT
        assert list(Waiting.objects.open().filter(matter=dispatch.pk).values_list("unit__code", flat=True)) == [
            "330000"
        ]
    with copy.acting():
        assert [record.act for record in Record.objects.filter(chain=dispatch.public_id)] == ["issued"]
        assert list(Waiting.objects.filter(matter=dispatch.pk).values_list("unit__code", flat=True)) == ["330000"]

    receive(copy, dispatch)

    with author.acting():
        matter = Matter.objects.get(pk=dispatch.pk)
        assert (matter.state, matter.closed_at is not None) == (State.COMPLETE, True)


def test_a_recipient_sees_nothing_of_how_the_document_came_about() -> None:
    author, guest, main, _copy = parties()
    document = make_sealed(author, guest)
    dispatch = issue(author, document, "310000")

    with main.acting():
        hidden = (JointDocument, Version, Round, Answer, Opinion, Invitation, Countersigning, SealRelease)
        assert {model.__name__: model.objects.count() for model in hidden} == dict.fromkeys(
            (model.__name__ for model in hidden), 0
        )
        assert not Record.objects.filter(chain=document.public_id).exists()
        seen = Dispatch.objects.get()
        assert (seen.pk, seen.title, [block["text"] for block in seen.blocks]) == (
            dispatch.pk,
            make.TITLE,
            list(make.SENTENCES),
        )


def test_who_has_not_signed_for_it_is_urged() -> None:
    author, guest, main, copy = parties()
    dispatch = issue(author, make_sealed(author, guest), "310000", copies=["330000"])
    receive(main, dispatch)

    with author.acting():
        urging.urge(author, Matter.objects.get(pk=dispatch.pk))

    with copy.acting():
        assert Notification.objects.filter(user=copy.user, act="urged").count() == 1
    with main.acting():
        assert not Notification.objects.filter(user=main.user, act="urged").exists()
        assert not Record.objects.filter(chain=dispatch.public_id, act="urged").exists()


def test_somebody_outside_gets_it_on_paper() -> None:
    author, guest, main, _copy = parties()
    dispatch = issue(author, make_sealed(author, guest), "310000", paper=["省自然资源厅"])
    receive(main, dispatch)

    with author.acting():
        outside = dispatch.addressees.on_paper().get()
        workflow.deliver(author, dispatch, outside, delivered_on=dispatch.issued_on, note="专人送达，张某签收")
        assert Matter.objects.get(pk=dispatch.pk).state == State.COMPLETE
        assert Record.objects.filter(chain=dispatch.public_id, act="delivered").count() == 1
    with main.acting():
        assert not Record.objects.filter(chain=dispatch.public_id, act="delivered").exists()


def test_a_second_sending_reaches_only_new_recipients() -> None:
    author, guest, *_rest = parties()
    document = make_sealed(author, guest)
    issue(author, document, "310000")

    with pytest.raises(WorkflowError):
        issue(author, document, "310000", "330000")
    with pytest.raises(WorkflowError):
        issue(author, document, "340100")
    issue(author, document, "330000")

    with author.acting():
        assert Dispatch.objects.of(document.public_id).count() == 2


def test_only_the_drafting_unit_issues() -> None:
    author, guest, *_rest = parties()
    document = make_sealed(author, guest)

    with pytest.raises(NotAllowed):
        issue(guest, document, "310000")
    with pytest.raises(NotAllowed):
        issue(make_actor("320100", Role.SEAL_KEEPER), document, "310000")
