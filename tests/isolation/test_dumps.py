"""What a unit writes in its own house lies in no dump but that of its own schema; a draft of its answer in nobody's."""

import os
import subprocess

import pytest
from django.db import connection
from django.urls import reverse

from collaboration.approval.workflow import gathering, submitting
from collaboration.documents import house
from collaboration.documents.models import Opinion, Status
from collaboration.documents.workflow import opinions
from tenants.db.cluster import installed_programs
from tenants.identity.roles import Role
from tests.factories.approvals import at_home, give_chain, waiting_step
from tests.factories.desk import at_desk
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.ownership import as_owner

SCHEMAS = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'"
HOUSE = ("内部甲言", "内部乙言", "内部丙言", "内部丁言", "内部戊言", "内部己言")  # as nobody writes them elsewhere
DRAFT = "答复草稿之言"


def dump(schema: str) -> str:
    """Everything in this schema, as a backup of it would hold it."""
    where = connection.settings_dict
    command = [installed_programs() / "pg_dump", "-h", where["HOST"], "-p", str(where["PORT"]), "-U", where["USER"]]
    environment = {**os.environ, "PGPASSWORD": where["PASSWORD"]}
    found = subprocess.run([*command, "-n", schema, where["NAME"]], env=environment, capture_output=True, check=True)
    return found.stdout.decode()


def dumps() -> dict[str, str]:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(SCHEMAS)
        return {name: dump(name) for (name,) in cursor.fetchall()}


@pytest.mark.usefixtures("own_database")
def test_a_unit_s_own_words_lie_in_no_dump_of_another_schema():
    author, guest, colleague = make_actor("310000"), make_actor("320000"), make_actor("320000")
    give_chain("320000", house.ANSWER)
    document = make_document(Status.SOLICITING, author, guest, make_actor("330000"))
    note, comment, question, own, given, instruction = HOUSE
    with at_home(guest):
        gathering.ask(guest, document.matter, people=[colleague.user], words=question)
    with at_home(colleague):
        step = waiting_step(colleague, document)
        gathering.note_opinion(colleague, step, text=own)
        gathering.give(colleague, step, comment=given)
    with guest.acting():
        opinion = opinions.note_opinion(guest, document, text=DRAFT)
    with at_home(guest):
        submitting.submit(guest, document.matter, house.ANSWER, comment=comment)
    desk = at_desk(guest)
    for name, data in (
        ("internal:notes", {"text": note}),
        ("incoming:receive", {}),
        ("incoming:slip", {"act": "register", "register-urgency": "0"}),
        ("incoming:slip", {"act": "instruct", "instruct-text": instruction}),
    ):
        assert desk.post(reverse(name, args=[document.public_id], urlconf="portal.urls.desk"), data).status_code == 302

    found = dumps()

    assert len(found) > 8 and all("CREATE TABLE" in text for text in found.values())
    assert {word: [name for name, text in found.items() if word in text] for word in HOUSE} == {
        word: ["u320000"] for word in HOUSE
    }
    assert [name for name, text in found.items() if DRAFT in text] == ["public"]  # guarded row by row
    for reader in (author, make_actor("330000"), make_actor("office", Role.SIGNATORY)):
        with reader.acting():
            assert not Opinion.objects.filter(pk=opinion.pk).exists()
