"""A word that should never have been entered is looked for in every table and file, before and after its purge."""

import os
import secrets
from pathlib import Path
from threading import Timer

import psycopg
from django.core.management import call_command
from django.db import connection
from django_tenants.utils import tenant_context

from collaboration.documents.models import Answer, Disposition, Kind, Status, Upload
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.workflow import counterparts, countersigning, deciding, opinions, rounds, uploading
from collaboration.internal.models import Assignment
from collaboration.internal.notes import add_note
from collaboration.numbering.workflow import reserve
from collaboration.purging.models import Purge
from collaboration.sealing.models import OfdCopy, SealedFile, SealUse
from tenants.audit import internal, verification
from tenants.db.cluster import Cluster
from tenants.files import store
from tenants.identity.roles import Role
from tests.canaries import files_with, tables_with
from tests.factories.documents import again, in_a_week, make_document, sign
from tests.factories.people import make_actor
from tests.factories.purges import purge
from tests.factories.sealed import publish
from tests.ownership import as_owner
from tests.workers import work

WORD = "canary" + secrets.token_hex(6)
TEXT = f"关于样例的协议{WORD}\n各样例单位{WORD}：\n为了试验{WORD}，各方商定如下。\n一、样例{WORD}\n各方互通样例。\n"
EVERYWHERE = {
    "audit_recordtext", "dispatch_dispatch", "documents_counterpart", "documents_disposition", "documents_invitation",
    "documents_jointdocument", "documents_opinion", "documents_upload", "documents_draft", "documents_version",
    "documents_countersigning",
    "publication_publisheddocument", "u310000.internal_note", "u320000.internal_note", "u320000.internal_assignment",
    "u310000.archive_item", "u320000.archive_item", "numbering_documentnumber",
}  # fmt: skip


def entered(author, invited, declining, note):
    """A document with the word wherever a person can write one, up to a fixed text."""
    with author.acting():
        upload = uploading.take_in(
            author, kind=Kind.AGREEMENT, title=f"{WORD}协议", name=f"{WORD}.txt", content=TEXT.encode()
        )
        uploading.recognise(upload.pk)
        read = Upload.objects.get(pk=upload.pk)
        document = uploading.begin(
            author, read, title=f"样例协议{WORD}", recipients=f"各样例单位{WORD}",
            blocks=Manuscript.from_json(read.result).blocks, units=[invited.unit, declining.unit],
        )  # fmt: skip
        rounds.open_round(author, document, due_on=in_a_week())
        held = counterparts.hold_against(author, document.versions.get(), name=f"{WORD}.txt", content=TEXT.encode())
        counterparts.recognise(held.pk)
    with declining.acting():
        opinions.decline(declining, document, reason=f"与本单位无关{WORD}")
    with invited.acting():
        opinion = opinions.note_opinion(invited, document, text=f"意见{WORD}", proposed_text=f"改为{WORD}")
        opinions.answer(invited, document, outcome=Answer.Outcome.OPINIONS)
    with author.acting():
        deciding.decide(author, document, opinion, outcome=Disposition.Outcome.DECLINED, reason=f"不采纳，因为{WORD}")
        rounds.fix_text(author, document, version=document.versions.count())
    for person in (author, invited):
        with person.acting(), tenant_context(person.unit.tenant):
            add_note(document.public_id, person, f"{note}{WORD}")
    with invited.acting(), tenant_context(invited.unit.tenant):
        Assignment.objects.create(
            unit_id=invited.unit.pk, matter=document.public_id, waiting=1, person_id=invited.user.pk,
            person_name=invited.user.name, by_id=invited.user.pk, by_name=invited.user.name, note=f"请办理{WORD}",
        )  # fmt: skip
    return again(author, document)


def returned_once(author, invited, document):
    """Sent to be signed, returned with a reason, and sent again."""
    with author.acting():
        countersigning.start_countersigning(author, document)
    with invited.acting():
        digest = countersigning.open_attempt(document).version.content_hash
        countersigning.return_text(invited, document, content_hash=digest, reason=f"日期有误{WORD}")
    with author.acting():
        countersigning.start_countersigning(author, document)


def stored(document) -> set[str]:
    with as_owner():
        uses = SealUse.objects.filter(matter=document.matter).values_list("base_sha256", "result_sha256")
        copies = OfdCopy.objects.filter(about=document.public_id).exclude(sha256="").values_list("sha256", flat=True)
        return {SealedFile.objects.get(matter=document.matter).sha256, *copies}.union(*uses)


def test_nothing_of_a_published_document_is_left_anywhere(own_database, client, monkeypatch):
    monkeypatch.setenv("PORTAL_OFD", "1")
    author, invited, declining = (make_actor(code) for code in ("310000", "320000", "330000"))
    administrator = make_actor("310000", Role.UNIT_ADMINISTRATOR)
    document = entered(author, invited, declining, "内部意见")
    returned_once(author, invited, document)
    for person in (author, invited):
        sign(person, document)
    document = publish([author, invited], document, own_database)
    with author.acting():
        reserve(author, word="样城管", purpose=document.title)
    files = stored(document)
    orphan = store.put(store.read(next(iter(files))) + b"stored by a sealer that was killed before its row")
    assert tables_with(WORD) == EVERYWHERE
    assert len(files) >= 5 and all(store.path_of(digest).exists() for digest in files)
    page = client.get(f"/documents/{document.public_id}/", HTTP_HOST="sh.portal.localhost")
    assert WORD in page.content.decode()

    purge(administrator, document.public_id)
    work("sealer", own_database)

    assert tables_with(WORD) == set()
    assert files_with(WORD, Path(os.environ["PORTAL_DATA"])) == set()
    assert not [digest for digest in {*files, orphan} if store.path_of(digest).exists()]
    with as_owner():
        assert list(verification.breaks()) == [] and list(internal.breaks()) == []
        assert Purge.objects.get().carried_out_at
        assert set(Purge.objects.get().files) == files
    assert again(author, document).status is Status.PURGED
    for host in ("portal.localhost", "sh.portal.localhost", "js.portal.localhost"):
        for path in ("/", ".pdf", ".docx", ".json"):
            gone = client.get(f"/documents/{document.public_id}{path}", HTTP_HOST=host)
            assert gone.status_code == 410 and WORD not in gone.content.decode()


def test_the_servers_own_files_keep_no_remains_once_they_are_rewritten(own_database):
    author, invited = make_actor("310000"), make_actor("320000")
    administrator = make_actor("310000", Role.UNIT_ADMINISTRATOR)
    document = make_document(Status.SOLICITING, author, invited, title=f"样例{WORD}")
    reader = older_transaction()
    purge(administrator, document.public_id)
    assert files_with(WORD, database_folder(own_database)) != set()

    Timer(2, reader.close).start()
    with as_owner():
        call_command("rewrite_purged", verbosity=0)

    assert tables_with(WORD) == set()
    assert files_with(WORD, database_folder(own_database)) == set()


def older_transaction() -> psycopg.Connection:
    """Somebody whose transaction still sees everything as it is now."""
    where = connection.settings_dict
    reader = psycopg.connect(
        host=where["HOST"], port=where["PORT"], dbname=where["NAME"], user=where["USER"], password=where["PASSWORD"]
    )
    reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
    reader.execute("SELECT 1")
    return reader


def database_folder(name: str) -> Path:
    """Where PostgreSQL keeps the tables of this database, all of it on disk."""
    cluster = Cluster(Path(os.environ["PORTAL_TEST_CLUSTER"]))
    cluster.sql("CHECKPOINT")
    return cluster.folder / "base" / cluster.sql(f"SELECT oid FROM pg_database WHERE datname = '{name}'").strip()
