"""The instrument of a standing authorisation is purged: its words, also where releases name them, and its scan."""

import secrets

import pytest

from collaboration.documents.models import Status
from collaboration.documents.workflow import finishing
from collaboration.purging import removal
from collaboration.purging.models import Purge
from collaboration.sealing.models import SealRelease, StandingAuthorisation
from tenants.audit import verification
from tenants.files import store
from tenants.identity.roles import Role
from tests.canaries import tables_with
from tests.factories import authorisations as make
from tests.factories.desk import at_desk
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.factories.purges import REASON, purge
from tests.factories.sealed import register_seals
from tests.ownership import as_owner
from tests.workers import work

WORD = "canary" + secrets.token_hex(6)
SCAN = {"scan": b"%PDF-1.7 the same paper", "scan_name": f"{WORD}.pdf"}


def test_its_words_go_from_every_document_sealed_under_it(own_database):
    people = author, held = make_actor("310000"), make_actor("320000")
    administrator = make_actor("320000", Role.UNIT_ADMINISTRATOR)
    authorisation = make.authorise(held, title=f"授权书{WORD}", number=f"样〔2026〕{WORD}", **SCAN)
    document = make_document(Status.SIGNED, *people)
    register_seals("310000", "320000")
    with author.acting():
        finishing.send_to_sealing(author, document)
    work("sealer", own_database)
    assert tables_with(WORD) == {"audit_recordtext", "sealing_standingauthorisation"}
    assert WORD in at_desk(author).get(f"/documents/{document.public_id}/").content.decode()

    purge(administrator, authorisation.public_id)
    work("sealer", own_database)

    assert tables_with(WORD) == set()
    assert not store.path_of(authorisation.scan_sha256).exists()
    with as_owner():
        assert Purge.objects.get().carried_out_at
        assert list(verification.breaks()) == []
    page = at_desk(held).get(f"/seal/authorisations/{authorisation.public_id}/").content.decode()
    assert REASON in page and document.title in page
    with held.acting():
        assert SealRelease.objects.get().authorisation_id == authorisation.pk


@pytest.mark.django_db
def test_scan_that_another_unit_holds_too_stays(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    first, second = (make.authorise(make_actor(code), **SCAN) for code in ("310000", "320000"))
    assert first.scan_sha256 == second.scan_sha256

    purge(make_actor("310000", Role.UNIT_ADMINISTRATOR), first.public_id)
    with as_owner():
        removal.remove_files(first.public_id)
        assert store.path_of(second.scan_sha256).exists()
        assert StandingAuthorisation.objects.get(pk=first.pk).scan_sha256 == ""

    purge(make_actor("office", Role.UNIT_ADMINISTRATOR), second.public_id)
    with as_owner():
        removal.remove_files(second.public_id)
        assert not store.path_of(second.scan_sha256).exists()
        assert all(Purge.objects.values_list("carried_out_at", flat=True))
