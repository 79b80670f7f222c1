"""What the database itself refuses where a step of ours would name the wrong row."""

import pytest
from django.db import DatabaseError, transaction

from collaboration.documents.models import Countersigning, Round, Status
from collaboration.documents.workflow import cancelling, sealing
from collaboration.documents.workflow.versions import latest
from collaboration.matters.models import Matter
from collaboration.publication.models import Publication
from collaboration.publication.publishing import publish
from collaboration.sealing.models import SealedFile, SealRelease
from tenants.units.models import Tenant, Unit
from tests.factories.authorisations import authorise
from tests.factories.documents import in_a_week, make_document, make_draft
from tests.factories.people import make_actor
from tests.factories.publications import DAY, sealed_content
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def parties():
    return make_actor("310000"), make_actor("320000")


def test_nobody_is_asked_to_sign_the_version_of_another_document(parties):
    author, _other = parties
    final, draft = make_document(Status.FINAL, *parties), make_draft(*parties)

    with author.acting(), pytest.raises(DatabaseError), transaction.atomic():
        Countersigning.objects.create(document=final, version=latest(draft), number=1)
    with author.acting(), pytest.raises(DatabaseError), transaction.atomic():
        Round.objects.create(document=draft, version=latest(final), number=1, due_on=in_a_week())


def test_nothing_is_published_on_the_site_of_a_unit_that_takes_no_part(parties, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    author, _other = parties
    content = sealed_content(author, codes=("310000", "320000"))
    units = list(Unit.objects.filter(code__in=("310000", "320000")))
    outsider = Tenant.objects.get(schema_name="u340000")

    with author.acting(), pytest.raises(DatabaseError), transaction.atomic():
        publish(content, tenants=[outsider], units=units, on=DAY)
    with author.acting():
        publish(content, tenants=[Tenant.objects.get(schema_name="alliance"), author.unit.tenant], units=units, on=DAY)
    assert Publication.objects.filter(document_id=content.public_id).count() == 2


@pytest.mark.parametrize("cancelled", [False, True])
def test_no_seal_is_released_for_what_was_cancelled_meanwhile(parties, cancelled):
    author, other = parties
    document = make_document(Status.SIGNED, *parties)
    authorise(other, kinds=[document.kind])
    with as_owner():
        Matter.objects.filter(pk=document.pk).update(state=Status.SEALING)
        SealedFile.objects.create(
            matter=document.matter, state=SealedFile.State.CERTIFIED, content_hash="5a" * 32, sha256="6b" * 32, size=1,
            check_code="0000-0000-0000-0000", issuers=[author.unit.pk, other.unit.pk],
        )  # fmt: skip
    if cancelled:
        with author.acting():
            cancelling.cancel(author, document, reason="样例理由")

    with as_owner():
        sealing._release_as_authorised(document, [author.unit, other.unit])
        assert SealRelease.objects.filter(matter=document.matter).exists() is not cancelled
