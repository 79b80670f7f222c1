"""What happened to a confidential matter is withheld from whoever may not see the matter."""

import pytest

from collaboration.documents.models import Kind
from collaboration.documents.workflow import cancelling, drafting
from collaboration.matters.models import Classification, Matter
from tenants.audit.models import Record, RecordText
from tenants.identity.roles import Role
from tests.factories.documents import TITLE, paragraphs
from tests.factories.people import make_actor

pytestmark = pytest.mark.django_db


def test_record_follows_the_clearance():
    author, other = make_actor("310000", clearance=2), make_actor("320000")
    level = max(Classification)
    with author.acting():
        document = drafting.create_document(
            author, kind=Kind.AGREEMENT, title=TITLE, blocks=paragraphs(), units=[other.unit], classification=level
        )
        cancelling.cancel(author, document, reason="样例理由")

    uncleared, auditor = make_actor("310000", clearance=0), make_actor("310000", Role.AUDITOR, clearance=0)
    for reader, acts, words in ((author, 2, 1), (uncleared, 0, 0), (auditor, 2, 0)):
        with reader.acting():
            assert Record.objects.filter(chain=document.public_id).count() == acts
            assert RecordText.objects.filter(chain=document.public_id).count() == words
    with uncleared.acting():
        assert not Matter.objects.filter(public_id=document.public_id).exists()
