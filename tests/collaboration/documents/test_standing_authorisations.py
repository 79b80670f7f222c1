"""Seals that are released under a standing authorisation, by the real sealer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collaboration.documents.models import Kind, Status
from collaboration.documents.workflow import finishing
from collaboration.notifications.models import Notification
from collaboration.sealing import workflow
from collaboration.sealing.models import SealRelease, StandingAuthorisation
from collaboration.worklist.models import Waiting
from tenants.audit import verification
from tenants.audit.timeline import timeline
from tests.factories import authorisations as make
from tests.factories.desk import at_desk
from tests.factories.documents import again, make_document
from tests.factories.people import make_actor
from tests.factories.sealed import register_seals, release
from tests.ownership import as_owner
from tests.workers import work

CODES = ("310000", "320000", "330000")


def sent_to_sealing(people, **fields):
    document = make_document(Status.SIGNED, *people, **fields)
    register_seals(*CODES)
    with people[0].acting():
        finishing.send_to_sealing(people[0], document)
    return document


def test_seal_goes_on_without_asking_and_names_what_it_rests_on(own_database):
    author, held, asked = people = [make_actor(code) for code in CODES]
    authorisation = make.authorise(held, drafting_units=[author.unit])
    document = sent_to_sealing(people)
    release(author, document)
    work("sealer", own_database)

    with held.acting():
        released = SealRelease.objects.get(matter=document.matter, unit=held.unit)
        assert (released.authorisation, released.user) == (authorisation, held.user)
        assert Waiting.objects.for_person(held).count() == 0
        assert Notification.objects.filter(user=held.user, act="seal_released_as_authorised").count() == 1
    for reader in people:
        with reader.acting():
            entry = next(one for one in timeline(document.public_id) if one.act == "seal_released_as_authorised")
            assert (entry.unit, entry.texts) == (held.unit, {"authorisation": str(authorisation)})
    with asked.acting():
        assert [row.step for row in Waiting.objects.for_person(asked)] == ["release_seal"]
    paths = ("/seal/", f"/seal/authorisations/{authorisation.public_id}/")
    register, page = (at_desk(held).get(path).content.decode() for path in paths)
    assert str(authorisation) in register and document.title in register and document.title in page
    assert str(authorisation) not in at_desk(asked).get("/seal/").content.decode()
    assert make.TITLE in at_desk(author).get(f"/documents/{document.public_id}/").content.decode()

    release(asked, document)
    work("sealer", own_database)
    assert again(author, document).status is Status.SEALED
    with as_owner():
        assert list(verification.breaks()) == []


SILENT = {
    "another kind": {"kinds": [Kind.JOINT_NOTICE]},
    "another drafting unit": {"drafting_units": ["330000"]},
    "not yet": {"valid_from": 1},
    "only entered": {"is_granted": False},
    "ended": {"is_ended": True},
}


@pytest.mark.parametrize("name", SILENT)
def test_keeper_is_asked_where_no_authorisation_speaks_of_it(own_database, name):
    _author, held, other = people = [make_actor(code) for code in CODES]
    said = dict(SILENT[name])
    is_granted, is_ended = said.pop("is_granted", True), said.pop("is_ended", False)
    if "drafting_units" in said:
        said["drafting_units"] = [other.unit]
    if "valid_from" in said:
        said["valid_from"] = timezone.localdate() + timedelta(days=said["valid_from"])
    entered = (make.authorise if is_granted else make.enter)(held, **said)
    if is_ended:
        with held.acting():
            workflow.end(held, StandingAuthorisation.objects.get(pk=entered.pk), reason="收回。")

    document = sent_to_sealing(people)
    work("sealer", own_database)

    with held.acting():
        assert SealRelease.objects.count() == 0
        assert [row.step for row in Waiting.objects.for_person(held)] == ["release_seal"]
        assert Notification.objects.filter(user=held.user, act="sealing_started").count() == 1
    release(held, document)


def test_authorisation_that_ends_before_the_sealer_comes_leaves_the_step_waiting(own_database):
    author, held, _other = people = [make_actor(code) for code in CODES]
    own = make.authorise(author)
    sent_to_sealing(people)
    with author.acting():
        workflow.end(author, own, reason="收回。")

    work("sealer", own_database)

    with author.acting():
        assert SealRelease.objects.count() == 0
        assert [row.step for row in Waiting.objects.for_person(author)] == ["release_seal"]
    with held.acting():
        assert [row.step for row in Waiting.objects.for_person(held)] == ["release_seal"]
