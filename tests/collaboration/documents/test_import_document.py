"""``import_document FILE --unit CODE`` begins a draft as a handler at the desk would."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from collaboration.documents.models import JointDocument, Kind, Status
from collaboration.documents.workflow.versions import latest
from tenants.identity.roles import Role
from tests.collaboration.documents.text import cases
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
UNIT = "340100"


def imported(path, *arguments: str) -> str:
    output = io.StringIO()
    with as_owner(), translation.override("en"):  # ./run manage works as the owner
        call_command("import_document", str(path), "--unit", UNIT, *arguments, stdout=output, stderr=io.StringIO())
    return output.getvalue()


@pytest.fixture
def agreement(tmp_path):
    path = tmp_path / "agreement.txt"
    path.write_text(cases.AGREEMENT, encoding="utf-8")
    return path


def test_a_file_becomes_a_draft_of_the_unit(agreement):
    handler = make_actor(UNIT, Role.HANDLER)
    said = imported(agreement)

    with handler.acting():
        document = JointDocument.objects.visible_to(handler).get()
        version = latest(document)
        assert (document.kind, document.status, document.drafting_unit) == (Kind.AGREEMENT, Status.DRAFT, handler.unit)
    assert version.title_lines == ["甲市城市管理局 乙市城市管理局", "跨区域执法协作协议"]
    assert len(version.blocks) == 18
    assert f"/documents/{document.public_id}/" in said


def test_a_unit_without_a_handler_begins_nothing(agreement):
    stranger = make_actor(UNIT, Role.SIGNATORY)

    with pytest.raises(CommandError, match="has no such handler"):
        imported(agreement)
    with stranger.acting():
        assert not JointDocument.objects.visible_to(stranger).exists()


def test_of_several_handlers_the_first_drafts_unless_one_is_named(agreement):
    first, second = make_actor(UNIT, Role.HANDLER), make_actor(UNIT, Role.HANDLER)
    imported(agreement)
    imported(agreement, "--user", second.user.username, "--kind", "joint_notice")

    with second.acting():
        drafts = [(one.kind, latest(one).author) for one in JointDocument.objects.visible_to(second)]
    assert sorted(drafts, key=str) == [(Kind.AGREEMENT, first.user), (Kind.JOINT_NOTICE, second.user)]


def test_a_text_without_a_title_is_refused_by_the_same_rule_as_at_the_desk(tmp_path):
    make_actor(UNIT, Role.HANDLER)
    path = tmp_path / "untitled.txt"
    path.write_text("一、总则\n请大家照此办理。", encoding="utf-8")

    with pytest.raises(CommandError, match="needs a title"):
        imported(path)
