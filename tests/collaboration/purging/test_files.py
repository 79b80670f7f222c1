"""Files leave the store by a job that may be killed and run again; what others hold stays."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from collaboration.matters.models import Matter
from collaboration.publication.models import PublishedDocument
from collaboration.purging import removal
from collaboration.purging.models import Purge
from collaboration.sealing import pipeline
from collaboration.sealing.models import SealedFile, SealUse
from tenants.audit.models import Record
from tenants.files import store
from tenants.identity.roles import Role
from tests.factories.people import make_actor
from tests.factories.publications import make_published, sealed_content
from tests.factories.purges import purge
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db
JSON = {"HTTP_ACCEPT": "application/json", "HTTP_HOST": "portal.localhost"}


@pytest.fixture(autouse=True)
def files(tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def administrator():
    return make_actor("310000", Role.UNIT_ADMINISTRATOR)


def ask(client, data: bytes | None = None, **fields):
    if data is not None:
        fields["file"] = SimpleUploadedFile("paper.pdf", data)
    return client.post("/verify/", fields, **JSON).json()


def test_removal_that_was_killed_is_done_again_and_recorded_once(administrator, monkeypatch):
    document = make_published()
    purge(administrator, document.public_id)
    assert store.path_of(document.file_sha256).exists()

    def killed(digest):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, as_owner(), pytest.raises(KeyboardInterrupt):
        patch.setattr(store, "purge", killed)
        removal.remove_files(document.public_id)
    with as_owner():
        assert Purge.objects.get().carried_out_at is None
        assert removal.remove_files(document.public_id) == 1
        assert removal.remove_files(document.public_id) == 0
        assert Purge.objects.get().carried_out_at
        assert Record.objects.filter(chain=document.public_id, act="purge_carried_out").count() == 1
    assert not store.path_of(document.file_sha256).exists()


def test_file_that_another_matter_holds_too_stays(administrator):
    document, other = make_published(), sealed_content(make_actor("320000"))
    with as_owner():
        matter = Matter.objects.get(public_id=other.public_id)
        SealedFile.objects.filter(matter=matter).update(sha256=document.file_sha256)
    purge(administrator, document.public_id)

    with as_owner():
        removal.remove_files(document.public_id)
        assert store.path_of(document.file_sha256).exists()
        assert SealUse.objects.count() == 0


def test_verification_answers_for_code_and_file(administrator, client):
    document = make_published()
    data = store.read(document.file_sha256)
    purge(administrator, document.public_id)

    by_file, by_code = ask(client, data), ask(client, code=document.check_code)
    altered = ask(client, b"something else", code=document.check_code)

    with as_owner():
        day = PublishedDocument.objects.get().purged_at.astimezone().date().isoformat()
    assert [answer["verdict"] for answer in (by_file, by_code, altered)] == ["outdated", "outdated", "altered"]
    for answer in (by_file, by_code, altered):
        assert (answer["purged_on"], answer["document"], answer["signers"]) == (day, None, [])
    page = client.get("/en/verify/", {"code": document.check_code}, HTTP_HOST="sh.portal.localhost").content.decode()
    assert "was purged" in page and "pass on any copy" in page


def test_sealed_file_that_was_never_published_is_known_as_purged(administrator, client):
    content = sealed_content(make_actor("310000"))
    data = store.read(content.file_sha256)
    purge(administrator, content.public_id)

    answer = ask(client, data)

    assert (answer["verdict"], answer["signers"]) == ("outdated", [])
    assert answer["purged_on"]


def test_operator_purges_in_the_name_of_an_administrator(administrator, capsys):
    document = make_published()
    with as_owner(), pytest.raises(CommandError):
        call_command("purge_document", document.check_code, "--unit", "340100", "--reason", "误录", "--yes")
    with as_owner(), pytest.raises(CommandError):
        call_command("purge_document", document.check_code, "--unit", "310000", "--yes")

    with as_owner():
        arguments = [document.check_code, "--unit", "310000", "--reason", "误录", "--yes"]
        call_command("purge_document", *arguments)
        with pytest.raises(CommandError):
            call_command("purge_document", *arguments)

    assert str(document.public_id) in capsys.readouterr().out
    with as_owner():
        done = Purge.objects.get()
        assert (done.user, done.method) == (administrator.user, "operator")
        assert done.files == [document.file_sha256]


def test_stage_of_sealing_that_was_under_way_stores_nothing(administrator):
    content = sealed_content(make_actor("310000"))
    purge(administrator, content.public_id)

    with as_owner(), pytest.raises(pipeline.Ended):
        pipeline._take(Matter.objects.get(public_id=content.public_id))
