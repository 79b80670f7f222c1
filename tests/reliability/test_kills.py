"""kill -9 of web, sealer and PostgreSQL while units sign and seal: what was answered stays, what was not is whole or
not there at all."""

import os
import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from collaboration.documents.models import Countersignature, JointDocument, Status
from collaboration.notifications.models import Notification
from collaboration.sealing import register
from collaboration.sealing.authority import Authority
from collaboration.sealing.models import SealedFile, SealRelease, SealUse
from collaboration.sealing.verification import Expected, examine
from collaboration.worklist.models import Waiting
from tenants.audit import verification
from tenants.audit.models import Record
from tenants.files import store
from tenants.identity.actor import Actor
from tenants.identity.models import Installation
from tenants.identity.roles import Role
from tenants.units.models import Unit
from tests.factories.documents import make_document
from tests.factories.people import make_actor
from tests.ownership import as_owner
from tests.reliability.clerk import COUNTERSIGN, RELEASE, SEND, Clerk
from tests.reliability.machine import DATABASE, SEALER, WEB, Machine

pytestmark = pytest.mark.slow
KILLS = 320 if os.environ.get("PORTAL_PROVE") else 10
CODES = ("310000", "320000", "330000", "340000")
IN_FLIGHT = 3
LONGEST_PAUSE = 1.0  # seconds between two kills
# Each of these is empty whenever one looks, all of it being seen at one moment.
HALF_DONE = """
    SELECT 'signatures, their acts and their waiting rows differ' WHERE NOT (
        (SELECT count(*) FROM documents_countersignature)
        = (SELECT count(*) FROM audit_record WHERE kind = 'document' AND act IN ('countersigned', 'signed'))
        AND (SELECT count(*) FROM documents_countersignature)
        = (SELECT count(*) FROM worklist_waiting WHERE step = 'countersign' AND done_at IS NOT NULL))
    UNION ALL
    SELECT 'released seals and their acts differ' WHERE (SELECT count(*) FROM sealing_sealrelease)
        <> (SELECT count(*) FROM audit_record WHERE act = 'seal_released')
    UNION ALL
    SELECT 'signed without all signatures' FROM matters_matter m WHERE m.state IN ('signed', 'sealing', 'sealed')
        AND 4 <> (SELECT count(*) FROM documents_countersignature s
                  JOIN documents_countersigning c ON c.id = s.countersigning_id WHERE c.document_id = m.id)
    UNION ALL
    SELECT 'sealed without all seals' FROM matters_matter m WHERE m.state = 'sealed'
        AND 4 <> (SELECT count(*) FROM sealing_sealuse u WHERE u.matter_id = m.id)
"""
PATIENCE = 180  # seconds until everything is sealed after the last kill: jobs of killed workers go back after 30


@pytest.fixture
def machine(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Machine]:
    with django_db_blocker.unblock():
        machine = Machine()
        try:
            machine.connect()
            yield machine
        finally:
            machine.destroy()


class Office:
    """Handlers who bring documents as far as countersigning, and clerks of the same units who sign and seal them."""

    def __init__(self, machine: Machine) -> None:
        self.handlers = [make_actor(code, Role.HANDLER) for code in CODES]
        self.documents: list[UUID] = []
        self.stopped = threading.Event()
        signers = [make_actor(code, Role.SIGNATORY, Role.SEAL_KEEPER) for code in CODES]
        self.clerks = [self._clerk(machine, self.handlers[0], SEND)]
        self.clerks += [self._clerk(machine, signer, COUNTERSIGN, RELEASE) for signer in signers]
        self.threads = [threading.Thread(target=clerk.work, daemon=True) for clerk in self.clerks]

    def _clerk(self, machine: Machine, actor: Actor, *steps: str) -> Clerk:
        server = machine.server
        base, session = f"http://127.0.0.1:{server.port}", server.sign_in(actor)
        return Clerk(actor.unit.code, base, server.desk, session, steps, self.documents, self.stopped)

    def begin(self) -> None:
        """One more document is to be signed."""
        self.documents.append(make_document(Status.COUNTERSIGNING, *self.handlers).public_id)

    def unsealed(self) -> int:
        with as_owner():
            return JointDocument.objects.exclude(matter__state=Status.SEALED).count()

    def wait_until_sealed(self) -> None:
        end = time.monotonic() + PATIENCE
        while self.unsealed():
            assert time.monotonic() < end, self.where_it_stands()
            time.sleep(0.5)

    def where_it_stands(self) -> list[object]:
        with as_owner():
            states = JointDocument.objects.exclude(matter__state=Status.SEALED).values_list("matter__state", flat=True)
            return [*states, *ProcrastinateJob.objects.values_list("task_name", "status", "attempts")]

    @property
    def acknowledged(self) -> set[tuple[str, UUID, str]]:
        return set().union(*(clerk.acknowledged for clerk in self.clerks))


def traces(document: UUID) -> dict[str, Counter]:
    """What the steps of one document left behind, counted: acts, waiting rows, notices, seals."""
    waiting = Waiting.objects.filter(matter__public_id=document)
    return {
        "acts": Counter(Record.objects.filter(chain=document).values_list("act", flat=True)),
        "waiting": Counter((row.unit_id, row.step, row.done_at is None) for row in waiting),
        "notices": Counter(Notification.objects.filter(matter=document).values_list("act", flat=True)),
        "signatures": Counter(_units(Countersignature, countersigning__document__matter__public_id=document)),
        "releases": Counter(_units(SealRelease, matter__public_id=document)),
        "seals": Counter(_units(SealUse, matter__public_id=document)),
    }


def _units(model: type, **where: UUID) -> list[str]:
    return list(model.objects.filter(**where).values_list("unit__code", flat=True))


def is_kept(step: str, document: UUID, code: str) -> bool:
    """Whether an act that somebody was told of is in the database."""
    if step == COUNTERSIGN:
        rows = Countersignature.objects.filter(countersigning__document__matter__public_id=document, unit__code=code)
        return rows.count() == 1
    if step == RELEASE:
        return SealRelease.objects.filter(matter__public_id=document, unit__code=code).count() == 1
    return Record.objects.filter(chain=document, act__in=("numbered", "sealing_started")).count() == 1


def half_done() -> list[str]:
    """What is visible of steps that did not come to their end."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(HALF_DONE)
        return [row[0] for row in cursor.fetchall()]


def faults_of_files() -> list[str]:
    """Sealed files whose bytes are missing or are not what was signed, and seals that were not put on a known file."""
    authority = Authority.of_installation()
    certificates = {code: authority.unit_certificates()[code] for code in CODES}
    expected = Expected.of(certificates, authority.platform_key.certificate, authority.trust())
    found = []
    for file in SealedFile.objects.all():
        if file.state != SealedFile.State.CLOSED or not examine(store.read(file.sha256), expected).is_as_signed:
            found.append(file.sha256)
        base = None
        for use in SealUse.objects.filter(matter=file.matter):
            store.read(use.result_sha256)
            if base not in (None, use.base_sha256):
                found.append(f"{file.sha256}: seal {use.order} is not on the file before it")
            base = use.result_sha256
    return found


def test_nothing_acknowledged_is_lost_and_nothing_is_half_done(machine):
    with as_owner():
        Installation.objects.update(mode=Installation.Mode.DEMO)  # where a password alone confirms an act
        for unit in Unit.objects.filter(code__in=CODES):
            register.register(unit, Authority.of_installation().register_unit(unit.code, unit.name))
    machine.start()
    office = Office(machine)
    office.begin()
    for thread in office.threads:
        thread.start()
    office.wait_until_sealed()  # the first document in peace: what the others are held against

    victims = [(WEB, SEALER, DATABASE)[number % 3] for number in range(KILLS)]
    random.shuffle(victims)
    for victim in victims:
        while office.unsealed() < IN_FLIGHT:
            office.begin()
        time.sleep(random.uniform(0, LONGEST_PAUSE))
        machine.kill(victim)
        machine.connect()
        assert half_done() == []
    office.wait_until_sealed()
    office.stopped.set()
    for thread in office.threads:
        thread.join(timeout=60)

    with as_owner():
        assert [act for act in office.acknowledged if not is_kept(*act)] == []
        undisturbed, *disturbed = (traces(document) for document in office.documents)
        assert undisturbed["signatures"] == Counter(CODES)
        assert [one for one in disturbed if one != undisturbed] == []
        assert faults_of_files() == []
        assert list(verification.breaks()) == []
    assert len(office.acknowledged) > len(CODES)
    assert sum(clerk.tries_lost for clerk in office.clerks) > 0
