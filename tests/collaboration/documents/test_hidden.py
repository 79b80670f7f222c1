"""What a unit must not see stays hidden with either guard alone; with both off it would show."""

import pytest

from collaboration.documents.models import JointDocument, Opinion, Status, Upload, Version
from collaboration.documents.workflow import drafting, opinions, uploading
from tests.factories.desk import at_desk
from tests.factories.documents import make_document, make_draft, paragraphs
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
MODELS = (JointDocument, Version, Opinion, Upload)


@pytest.fixture
def people():
    """The drafting unit, an invited one, another invited one, an outsider."""
    return [make_actor(code) for code in ("310000", "320000", "330000", "340100")]


@pytest.fixture
def rows(people):
    """A draft, a sent document with an unsent version and an opinion of an open round, an upload."""
    author, invited, other, _outsider = people
    draft = make_draft(author, invited)
    sent = make_document(Status.SOLICITING, author, invited, other)
    with author.acting():
        drafting.save_version(author, sent, revision=0, title="样例", blocks=paragraphs("未发出的样例。"))
        upload = uploading.take_in(author, kind="agreement", title="", name="样例.txt", content="样例".encode())
    with other.acting():
        opinion = opinions.note_opinion(other, sent, text="样例意见。")
        opinions.answer(other, sent, outcome="opinions")
    unsent = {version.pk for version in _all(author, Version) if not version.is_sent}
    return {"draft": draft, "sent": sent, "unsent": unsent, "opinion": opinion, "upload": upload}


def _all(actor, model):
    with actor.acting():
        return list(model.objects.all())


def _shown(actor, rows):
    """Which of the hidden things this person is shown through ``visible_to``."""
    with actor.acting():
        shown = {model: {row.pk for row in model.objects.visible_to(actor)} for model in MODELS}
    return {
        name
        for name, there in {
            "draft": rows["draft"].pk in shown[JointDocument],
            "sent": rows["sent"].pk in shown[JointDocument],
            "unsent": bool(rows["unsent"] & shown[Version]),
            "opinion": rows["opinion"].pk in shown[Opinion],
            "upload": rows["upload"].pk in shown[Upload],
        }.items()
        if there
    }


EVERYTHING = {"draft", "sent", "unsent", "opinion", "upload"}
EXPECTED = [{"draft", "sent", "unsent", "upload"}, {"sent"}, {"sent", "opinion"}, set()]


def _without_first_guard(monkeypatch):
    for model in MODELS:
        monkeypatch.setattr(type(model.objects.all()), "visible_to", lambda rows, actor: rows)


def test_everybody_sees_what_they_should_with_both_guards(people, rows):
    assert [_shown(actor, rows) for actor in people] == EXPECTED


def test_row_security_alone_hides_it(people, rows, monkeypatch):
    _without_first_guard(monkeypatch)
    assert [_shown(actor, rows) for actor in people] == EXPECTED


def test_visible_to_alone_hides_it(people, rows):
    with as_owner():
        assert [_shown(actor, rows) for actor in people] == EXPECTED


def test_without_both_guards_it_shows(people, rows, monkeypatch):
    _without_first_guard(monkeypatch)
    with as_owner():
        assert [_shown(actor, rows) for actor in people] == [EVERYTHING] * 4


@pytest.mark.parametrize("is_guarded", [True, False])
def test_pages_of_hidden_documents_are_not_found(people, rows, monkeypatch, is_guarded):
    if not is_guarded:
        _without_first_guard(monkeypatch)
    _author, invited, _other, outsider = people
    for actor, document in ((invited, rows["draft"]), (outsider, rows["draft"]), (outsider, rows["sent"])):
        assert at_desk(actor).get(f"/documents/{document.public_id}/").status_code == 404
    for actor in (invited, outsider):
        assert at_desk(actor).get(f"/documents/uploads/{rows['upload'].pk}/").status_code == 404


def test_pages_do_not_carry_what_is_hidden(people, rows):
    author, invited, _other, _outsider = people
    for actor in (author, invited):
        page = at_desk(actor).get(f"/documents/{rows['sent'].public_id}/").content.decode()
        assert "样例意见。" not in page
    assert "未发出的样例。" not in at_desk(invited).get(f"/documents/{rows['sent'].public_id}/").content.decode()
    assert at_desk(invited).get(f"/documents/{rows['sent'].public_id}/versions/2/").status_code == 404
