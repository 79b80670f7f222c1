"""The job that mails, run beside itself and killed in the middle: every notice reaches the mailbox once."""

import itertools
import os
import signal
import subprocess
import sys
import time

from django.utils import timezone

from collaboration.documents.models import Status
from collaboration.documents.workflow import rounds
from collaboration.outgoing.models import Letter, Rhythm
from tests.collaboration.outgoing.smtp import mail_server
from tests.collaboration.outgoing.test_mail import choose
from tests.factories.documents import in_a_week, make_document
from tests.factories.people import make_actor, make_user
from tests.ownership import as_owner
from tests.workers import ROOT

KILLS = 20 if os.environ.get("PORTAL_PROVE") else 3
DAY = 86_400
READERS = 8 * KILLS  # letters enough that none of the kills comes after the last
RUN = """
import django; django.setup()
from django.conf import settings
settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", {port}
settings.EMAIL_HOST = "127.0.0.1"
from collaboration.outgoing.sending import send_due_letters
send_due_letters()
"""


def start(database: str, port: int, *, clock: int = 0) -> subprocess.Popen[bytes]:
    """The jobs as a worker runs them, on a machine whose clock is off by so many seconds."""
    environment = {
        **os.environ,
        "PORTAL_DB_NAME": database,
        "PORTAL_DB_ROLE": "p_app",
        "DJANGO_SETTINGS_MODULE": "tests.reliability.settings",
        "PORTAL_TESTS_CLOCK": str(clock),
    }
    return subprocess.Popen([sys.executable, "-c", RUN.format(port=port)], cwd=ROOT, env=environment)


def test_killed_and_doubled_jobs_mail_every_notice_once(own_database):
    author = make_actor("310000")
    readers = [make_actor("320000", user=make_user(email=f"reader{n}@agency.example")) for n in range(READERS)]
    document = make_document(Status.DRAFT, author, readers[0])
    for reader in readers:
        choose(reader, Rhythm.AT_ONCE)
    with author.acting():
        rounds.open_round(author, document, due_on=in_a_week())

    with mail_server() as (postmaster, port):
        postmaster.delay = 0.05
        clocks = itertools.cycle((0, DAY, -DAY))
        for kill in range(KILLS):
            already = len(postmaster.taken)
            process = start(own_database, port, clock=next(clocks))
            while len(postmaster.taken) < already + 2 and process.poll() is None:
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert len(postmaster.taken) < READERS, f"kill {kill} came too late to be one"
            with as_owner():  # as if the lease of what was under way had run out
                Letter.objects.filter(state=Letter.State.WAITING).update(next_at=timezone.now())
        together = [start(own_database, port) for _number in range(2)]
        assert [process.wait(timeout=120) for process in together] == [0, 0]

    assert {message["To"] for message in postmaster.taken} == {reader.user.email for reader in readers}
    copies = postmaster.copies()
    assert len(copies) == READERS
    assert sum(copies.values()) - READERS <= KILLS  # a kill after the server took it repeats that one, under its id
    with as_owner():
        assert set(Letter.objects.values_list("state", flat=True)) == {Letter.State.SENT}
