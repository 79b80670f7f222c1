"""The demonstration leaves something to act on behind every page of the desk."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.approval.models import Run
from collaboration.consultation.models import Consultation
from collaboration.deadlines.models import Proposal
from collaboration.documents.comparison import compare_texts
from collaboration.documents.models import JointDocument
from collaboration.documents.opinions.placing import conflicts
from collaboration.documents.opinions.table import lines_of
from collaboration.documents.workflow.versions import wording_of
from collaboration.incoming import reading
from collaboration.incoming.models import Entry, State
from collaboration.internal.models import Assignment
from collaboration.supervision.models import Slip
from collaboration.worklist.models import Waiting
from portal.demo import cast, errands, house, story
from tenants.identity import demo
from tenants.identity.models import Installation, Membership
from tenants.identity.roles import Role
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
WITHOUT_SEALS = ("vendors.txt", "forms.txt", "training.txt", "noise.txt", "list.txt", "sweeping.txt", "signs.txt")


@pytest.fixture(scope="module")
def people(django_db_setup: None) -> Iterator[None]:
    """Whoever was gathered for one test is no one in the next."""
    yield
    cast._people.clear()


@pytest.fixture
def played(people: None, settings: Any) -> dict[str, JointDocument]:
    settings.DEMO = True
    with as_owner():
        Installation.objects.update(mode=Installation.Mode.DEMO)
        demo.make_people()
        house.make_departments()
        cast.gather()
    scenes = [scene for scene in story.SCENES if scene.text in WITHOUT_SEALS]
    documents = {scene.text: story.play(scene) for scene in scenes}
    for text, document in documents.items():
        for errand in errands.ERRANDS.get(text, ()):
            errand(document)
    with as_owner():
        errands.set_back(documents[errands.OVERDUE])
    return documents


def test_every_page_of_the_desk_has_something_to_act_on(played: dict[str, JointDocument]) -> None:
    stages = {}
    for code in ("310000", "320000", "330000"):
        clerk = cast.somebody(code, Role.HANDLER)
        with clerk.acting(), tenant_context(clerk.unit.tenant):
            stages[code] = sorted(Entry.objects.visible_to(clerk).values_list("state", flat=True))
            stages[code] += ["to receive"] * min(reading.counts(clerk)["to_receive"], 1)
    assert stages == {
        "310000": [State.INSTRUCTED, State.PROPOSED],
        "320000": [State.ANSWERED, State.REGISTERED, "to receive"],
        "330000": [State.RECEIVED, "to receive"],
    }

    reader, clerk = cast.somebody("310000", Role.MEMBER), cast.somebody("310000", Role.HANDLER)
    with reader.acting(), tenant_context(reader.unit.tenant):
        assert reading.counts(reader)["to_read"] == 1
        assert Assignment.objects.get(ended_at=None).person_id == clerk.user.pk
    counter = cast.somebody("340000", Role.HANDLER)
    with counter.acting():
        proposal = Proposal.objects.get(outcome=Proposal.Outcome.OPEN)
        assert (proposal.unit.code, Slip.objects.running().count()) == ("320000", 2)
    late = cast.somebody("340100", Role.SIGNATORY)
    with late.acting():
        step = Waiting.objects.for_person(late).get()
        assert step.due_on is not None
        assert step.due_on < timezone.localdate()
        assert played["signs.txt"].matter.calls.count() == 1
    stand_in = cast.somebody("330000", Role.APPROVER)
    with stand_in.acting():
        place = Membership.objects.valid().get(source=Membership.Source.DELEGATION, user=stand_in.user)
        assert place.roles == [Role.SIGNATORY]
    _contested_heard_and_signed_in_turns(played)


def _contested_heard_and_signed_in_turns(played: dict[str, JointDocument]) -> None:
    clerk = cast.somebody("310000", Role.HANDLER)
    contested, signed, asked = (played[name] for name in ("sweeping.txt", "list.txt", "vendors.txt"))
    with clerk.acting(), tenant_context(clerk.unit.tenant):
        lines = lines_of(JointDocument.objects.with_units().get(pk=contested.pk), clerk)
        assert [len(group) for group in conflicts([line.place for line in lines if line.place])] == [2]
        assert [line.is_maintained for line in lines].count(True) == 1
        assert Consultation.objects.get(matter=contested.matter).counts == {
            "received": 2, "adopted": 1, "partly": 1, "declined": 0, "noted": 0,
        }  # fmt: skip
        assert Consultation.objects.get(matter=asked.matter).is_open()
        assert Run.objects.get(matter=contested.public_id).state == Run.State.APPROVED
        attempt = signed.countersignings.get()
        assert list(attempt.turns.order_by("position", "pk").values_list("position", flat=True)) == [1, 2, 2, 3]
        assert (attempt.signatures.filter(scan_sha256="").count(), attempt.signatures.count()) == (1, 2)
        assert attempt.abstentions.get().unit.code == "340000"


def test_one_draft_has_two_versions_to_compare(people: None, settings: Any) -> None:
    settings.DEMO = True
    with as_owner():
        Installation.objects.update(mode=Installation.Mode.DEMO)
        demo.make_people()
        cast.gather()
    scene = next(scene for scene in story.SCENES if scene.text == "manual.txt")
    document = story.play(scene)
    with scene.author.acting():
        old, new = (wording_of(version) for version in document.versions.order_by("number"))
    assert compare_texts(old, new).counts == {"changed": 1, "added": 1}
