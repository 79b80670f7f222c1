"""One text alone is purged, and the matter goes on."""

import pytest

from collaboration.documents.models import Answer, Disposition, Status
from collaboration.documents.workflow import countersigning, deciding, drafting, opinions, rounds
from collaboration.errors import NotAllowed, WrongState
from collaboration.internal.notes import add_note, notes_on
from collaboration.purging import reading, workflow
from tenants.audit import verification
from tenants.audit.timeline import timeline
from tenants.identity.roles import Role
from tests.canaries import tables_with
from tests.factories.desk import at_desk
from tests.factories.documents import again, make_document, paragraphs
from tests.factories.people import make_actor
from tests.factories.purges import REASON, proof, purge
from tests.isolation.world import act_as_unit
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
WORD = "canary0123"


@pytest.fixture
def people():
    return make_actor("310000"), make_actor("320000")


@pytest.fixture
def administrator():
    return make_actor("310000", Role.UNIT_ADMINISTRATOR)


def parts_of(administrator, document):
    with administrator.acting():
        return [one.key for one in reading.parts(document.public_id)]


def whole_record():
    with as_owner():
        return list(verification.breaks()) == []


def test_older_version_goes_and_the_newest_stays(people, administrator):
    author, _invited = people
    document = make_document(Status.DRAFT, *people)
    with author.acting():
        drafting.save_version(author, document, revision=0, title="样例二", blocks=paragraphs(WORD))
        drafting.save_version(author, document, revision=1, title="样例三", blocks=paragraphs("无误。"))
    assert parts_of(administrator, document) == ["version:1", "version:2"]

    purge(administrator, document.public_id, "version:2")

    assert tables_with(WORD) == set() and whole_record()
    browser = at_desk(author)
    assert browser.get(f"/documents/{document.public_id}/").status_code == 200
    assert browser.get(f"/documents/{document.public_id}/versions/2/").status_code == 200
    compared = browser.get(f"/documents/{document.public_id}/versions/")
    assert [one.number for one in compared.context["versions"]] == [1, 3]
    assert again(author, document).status is Status.DRAFT
    assert parts_of(administrator, document) == ["version:1", "text:4"]


def test_opinion_decision_and_return_go_one_by_one(people, administrator):
    author, invited = people
    document = make_document(Status.SOLICITING, author, invited)
    with invited.acting():
        opinion = opinions.note_opinion(invited, document, text=WORD)
        opinions.answer(invited, document, outcome=Answer.Outcome.OPINIONS)
    with author.acting():
        declined = Disposition.Outcome.DECLINED
        deciding.decide(author, document, opinion, outcome=declined, reason=f"{WORD}不采纳")
        rounds.fix_text(author, document, version=1)
        countersigning.start_countersigning(author, document)
        digest = countersigning.open_attempt(document).version.content_hash
    with invited.acting():
        countersigning.return_text(invited, document, content_hash=digest, reason=f"{WORD}退回")
    texts = [part for part in parts_of(administrator, document) if part.startswith("text:")]
    assert len(texts) == 2

    for part in (f"opinion:{opinion.public_id}", *texts):
        purge(administrator, document.public_id, part)

    assert tables_with(WORD) == set() and whole_record()
    for person in people:
        page = at_desk(person).get(f"/documents/{document.public_id}/")
        assert page.status_code == 200 and page.content.decode().count(REASON) == 3
    assert again(author, document).status is Status.FINAL


def test_unit_has_its_own_words_purged_in_what_another_drafted(people):
    author, invited = people
    document = make_document(Status.SOLICITING, author, invited)
    own = make_actor("320000", Role.UNIT_ADMINISTRATOR)
    for person in people:
        with person.acting(), act_as_unit(person):
            add_note(document.public_id, person, WORD)

    assert parts_of(own, document) == [f"notes:{invited.unit.pk}"]
    page = at_desk(own).get(f"/purging/{document.public_id}/")
    assert page.status_code == 200 and page.context["form"] is None
    purge(own, document.public_id, f"notes:{invited.unit.pk}")

    assert tables_with(WORD) == {"u310000.internal_note"}
    with invited.acting(), act_as_unit(invited):
        assert [note.is_purged for note in notes_on(document.public_id, invited)] == [True]
        assert timeline(document.public_id)[0].act == "part_purged"
    for part in ("", f"notes:{author.unit.pk}", "version:1"):
        with own.acting(), pytest.raises((NotAllowed, WrongState)):
            thing = reading.thing(document.public_id)
            workflow.purge(own, thing, part=part, seen=reading.seen(thing.object, part), reason="x", prove=proof)


def test_notes_of_an_invited_unit_are_not_the_drafting_units_to_know_of(people, administrator):
    author, invited = people
    document = make_document(Status.SOLICITING, author, invited)
    with invited.acting(), act_as_unit(invited):
        add_note(document.public_id, invited, WORD)

    assert parts_of(administrator, document) == []
    with administrator.acting(), pytest.raises(WrongState):
        thing, part = reading.thing(document.public_id), f"notes:{invited.unit.pk}"
        seen = reading.seen(thing.object, part)
        workflow.purge(administrator, thing, part=part, seen=seen, reason="x", prove=proof)


def test_what_can_only_go_with_the_whole_is_not_offered_alone(people, administrator):
    document = make_document(Status.COUNTERSIGNING, *people)

    assert parts_of(administrator, document) == []
    browser = at_desk(administrator)
    assert browser.get(f"/purging/{document.public_id}/?part=version:1").status_code == 302


def test_reason_of_a_purge_can_be_purged_too(people, administrator):
    document = make_document(Status.SOLICITING, *people)
    purge(administrator, document.public_id)
    (reason,) = parts_of(administrator, document)

    purge(administrator, document.public_id, reason)

    with people[0].acting():
        entries = timeline(document.public_id)
    assert [entry.texts["reason"] for entry in entries[:2]] == [REASON, None]
    assert whole_record()
