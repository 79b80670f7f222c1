"""Originals in every signing unit's own schema; archiving, lending, transferring; the package of one document."""

import io
import json
from datetime import timedelta
from hashlib import sha256
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tenants.utils import tenant_context

from collaboration.archive import workflow
from collaboration.archive.models import Item, Loan, Retention, TransferList
from collaboration.archive.package import package_of
from collaboration.dispatch.keeping import kept_of
from collaboration.documents.models import JointDocument
from collaboration.documents.originals import keep_originals
from collaboration.errors import NotAllowed, WorkflowError, WrongState
from collaboration.internal.models import InternalRecord
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.factories.desk import at_desk
from tests.factories.dispatched import issue, make_sealed
from tests.factories.people import make_actor
from tests.ownership import as_owner, as_system

pytestmark = [pytest.mark.django_db, pytest.mark.urls("portal.urls.desk")]


def kept(author: Actor, *others: Actor) -> JointDocument:
    """A sealed document of which every signing unit has its original."""
    document = make_sealed(author, *others)
    with as_system():
        assert keep_originals(document)
        assert not keep_originals(document)
    return document


def archived(actor: Actor, item: Item, department: str = "办公室") -> Item:
    workflow.set_fonds(actor, number="0123", name="样例全宗")
    return workflow.archive(actor, item, year=2026, retention=Retention.PERMANENT, department=department)


def test_every_signing_unit_keeps_an_original_of_equal_force() -> None:
    author, guest, neighbour = make_actor("320100"), make_actor("340100"), make_actor("320102")
    document = kept(author, guest)

    for actor in (author, guest):
        with actor.acting(), tenant_context(actor.unit.tenant):
            item = Item.objects.get()
            assert (item.unit_id, item.is_original, item.copies, item.about) == (
                actor.unit.pk,
                True,
                2,
                document.public_id,
            )
            assert item.read().startswith(b"%PDF")
            assert item.proof["file_sha256"] == item.file_sha256
            assert [one["unit"] for one in item.proof["countersignatures"]] == ["320100", "340100"]
    with neighbour.acting(), tenant_context(neighbour.unit.tenant):  # the same schema as the author's
        assert Item.objects.count() == 0


def test_an_original_stays_readable_when_nothing_is_shared_any_more() -> None:
    author, guest = make_actor("320100"), make_actor("340100")
    document = kept(author, guest)
    with author.acting(), tenant_context(author.unit.tenant):
        address = Item.objects.get().get_absolute_url()
        before = at_desk(author).get(f"{address}file/").content
    with as_owner(), connection.cursor() as cursor:  # the unit is a party of nothing, and the store lost the file
        cursor.execute("UPDATE matters_matter SET parties = '{}' WHERE id = %s", [document.pk])
        store.purge(document_file(document))

    browser = at_desk(author)
    assert browser.get(f"/documents/{document.public_id}/").status_code == 404
    assert browser.get(address).status_code == 200
    assert browser.get(f"{address}file/").content == before


def document_file(document: JointDocument) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sha256 FROM sealing_sealedfile WHERE matter_id = %s", [document.pk])
        return str(cursor.fetchone()[0])


def test_nobody_changes_an_original_or_makes_one_up() -> None:
    author, guest = make_actor("320100"), make_actor("340100")
    kept(author, guest)

    with author.acting(), tenant_context(author.unit.tenant):
        item = Item.objects.get()
        with pytest.raises(DatabaseError), transaction.atomic():
            Item.objects.filter(pk=item.pk).update(file=b"x")
        with pytest.raises(DatabaseError), transaction.atomic():
            item.delete()
        item.pk, item.about, item.public_id = None, guest.unit.public_id, author.unit.public_id
        with pytest.raises(DatabaseError), transaction.atomic():
            item.save(force_insert=True)


def test_documents_are_numbered_without_gaps() -> None:
    author = make_actor("320100")
    documents = [kept(author, make_actor("340100")) for _number in range(3)]

    with author.acting(), tenant_context(author.unit.tenant):
        with pytest.raises(WorkflowError):
            workflow.archive(author, Item.objects.first(), year=2026, retention="Y", department="办公室")
        found = [archived(author, Item.objects.get(about=document.public_id)) for document in documents]
        assert [item.archive_number for item in found] == [f"0123-WS·2026-Y-办公室-{number:04}" for number in (1, 2, 3)]
        again = archived(author, found[0])
        assert again.item_number == 1
        assert archived(author, found[0], department="法制科").archive_number == "0123-WS·2026-Y-法制科-0001"
        acts = InternalRecord.objects.filter(matter=documents[0].public_id).values_list("act", flat=True)
        assert list(acts) == ["archived", "archived"]


def test_a_loan_is_recorded_until_it_is_given_back() -> None:
    author = make_actor("320100")
    kept(author, make_actor("340100"))
    later = timezone.localdate() + timedelta(days=7)

    with author.acting(), tenant_context(author.unit.tenant):
        item = Item.objects.get()
        workflow.lend(author, item, borrower="张某", purpose="核对条款", until=later)
        with pytest.raises(WrongState):
            workflow.lend(author, item, borrower="李某", purpose="核对条款", until=later)
        assert list(Item.objects.lent()) == [item]
        workflow.take_back(author, item)
        with pytest.raises(WrongState):
            workflow.take_back(author, item)
        loan = Loan.objects.get()
        assert (loan.returned_to, loan.borrower) == (author.name, "张某")
        assert list(Item.objects.lent()) == []
    seal_keeper = make_actor("320100", Role.SEAL_KEEPER)
    with seal_keeper.acting(), tenant_context(author.unit.tenant), pytest.raises(NotAllowed):
        workflow.lend(seal_keeper, item, borrower="张某", purpose="核对条款", until=later)


def test_what_was_transferred_keeps_its_number() -> None:
    author = make_actor("320100")
    kept(author, make_actor("340100"))

    with author.acting(), tenant_context(author.unit.tenant):
        item = archived(author, Item.objects.get())
        made = workflow.transfer(author, [item], receiver="样例市档案馆")
        assert (made.number, [one.pk for one in made.items.all()]) == (1, [item.pk])
        with pytest.raises(WrongState):
            archived(author, Item.objects.get(), department="法制科")
        with pytest.raises(WorkflowError):
            workflow.transfer(author, [item], receiver="样例市档案馆")
    page = at_desk(author).get(f"/archive/transfers/{made.public_id}/").content.decode()
    assert item.archive_number in page


def test_a_package_holds_file_metadata_and_proof_and_is_the_same_every_time() -> None:
    author = make_actor("320100")
    kept(author, make_actor("340100"))

    with author.acting(), tenant_context(author.unit.tenant):
        archived(author, Item.objects.get())
        item = Item.objects.select_related("transfer").get()
        package = package_of(item)
        assert package_of(Item.objects.get()) == package
    with ZipFile(io.BytesIO(package)) as found:
        assert found.namelist() == ["document.pdf", "metadata.xml", "proof.json"]
        assert found.read("document.pdf") == item.read()
        assert json.loads(found.read("proof.json"))["file_sha256"] == item.file_sha256
        root = ElementTree.fromstring(found.read("metadata.xml"))
        assert (root.findtext("archive_number"), root.findtext("original")) == ("0123-WS·2026-Y-办公室-0001", "1/2")


def test_a_recipient_takes_what_it_received_into_its_own_archive() -> None:
    author, guest, recipient = make_actor("320100"), make_actor("340100"), make_actor("310000")
    dispatch = issue(author, make_sealed(author, guest), "310000")

    answer = at_desk(recipient).post(f"/dispatch/{dispatch.public_id}/keep/")

    with recipient.acting(), tenant_context(recipient.unit.tenant):
        item = Item.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, item.get_absolute_url())
        assert (item.is_original, item.read()) == (False, kept_of(dispatch).file)
        assert TransferList.objects.count() == 0
    assert Unit.objects.get(pk=item.unit_id).code == "310000"


def test_a_unit_takes_its_whole_archive_along_and_reads_it_without_the_portal(tmp_path) -> None:
    author, guest = make_actor("320100"), make_actor("340100")
    kept(author, guest)
    kept(make_actor("320102"), guest)
    with author.acting(), tenant_context(author.unit.tenant):
        item = archived(author, Item.objects.get())
        workflow.lend(author, item, borrower="样例科", purpose="查阅", until=timezone.localdate())
    answer = at_desk(author).post("/archive/export/")
    taken = ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    manifest = json.loads(taken.read("manifest.json"))

    assert [name for name in taken.namelist() if name.endswith(".pdf")] == [f"items/{item.public_id}/document.pdf"]
    assert all(sha256(taken.read(name)).hexdigest() == digest for name, digest in manifest["files"].items())
    assert item.archive_number in taken.read("index.html").decode()
    assert json.loads(taken.read(f"items/{item.public_id}/loans.json"))[0]["borrower"] == "样例科"
    with author.acting(), tenant_context(author.unit.tenant):
        assert InternalRecord.objects.get(act="exported").matter == author.unit.public_id
    assert at_desk(make_actor("320100", Role.SIGNATORY)).post("/archive/export/").status_code == 302
    path = tmp_path / "left.zip"
    with as_owner():
        call_command("export_archive", "320100", str(path))
    assert ZipFile(path).namelist() == taken.namelist()
