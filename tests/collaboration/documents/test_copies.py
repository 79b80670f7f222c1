"""Copies for reading say whose they are, but for what the public reads whole; the public version is looked at too."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from collaboration.documents.models import PublicVersion
from collaboration.documents.workflow import publishing, reviewing
from collaboration.publication import taking_down
from collaboration.publication.models import PublishedDocument
from tenants.files import store
from tests.factories.clearances import clear
from tests.factories.desk import at_desk
from tests.factories.dispatched import make_sealed, plain_pdf
from tests.factories.documents import again
from tests.factories.people import make_actor
from tests.ownership import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def units():
    return [make_actor("310000"), make_actor("320000")]


@pytest.fixture
def document(units):
    return make_sealed(*units)


def get(actor, name, document):
    return at_desk(actor).get(reverse(f"documents:{name}", args=[document.public_id], urlconf="portal.urls.desk"))


def is_marked_for(reader, document):
    """Whether the copy this person gets carries their name."""
    answer = get(reader, "reading_copy", document)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    return reader.user.name in "".join(words.split())


def publish(author, document):
    clear(author, document)
    with author.acting():
        publishing.publish_document(author, document)


def hide(author, document, word="每季度"):
    """The sealer's part is a file of one empty page."""
    with author.acting():
        reviewing.hide(author, document, words=[word], block_ids=[], ground="样例法第一条")
    with as_owner():
        PublicVersion.objects.update(sha256=store.put(plain_pdf() + b"\n%cut"), size=1)


def test_a_copy_is_marked_until_the_public_reads_it_and_again_when_it_is_taken_down(units, document):
    author, other = units
    assert is_marked_for(author, document) and is_marked_for(other, document)
    publish(author, document)
    assert not is_marked_for(other, document)
    with author.acting():
        taking_down.take_down(author, PublishedDocument.objects.get(), reason="样例。")
    assert is_marked_for(other, document)
    assert get(make_actor("340100"), "reading_copy", document).status_code == 404


def test_a_copy_of_what_the_public_reads_only_in_part_stays_marked(units, document):
    author, other = units
    hide(author, document)
    publish(author, document)
    assert is_marked_for(other, again(author, document))


def test_the_public_version_is_looked_at_by_those_who_take_part_alone(units, document):
    author, other = units
    assert get(author, "public_file", document).status_code == 404
    hide(author, document)
    for reader in (author, other):
        answer = get(reader, "public_file", document)
        assert b"".join(answer.streaming_content).endswith(b"%cut")
    assert get(make_actor("340100"), "public_file", document).status_code == 404
