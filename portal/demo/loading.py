"""Load the demonstration into a database that says it is one."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from collaboration.documents.models import JointDocument
from collaboration.sealing.authority import Authority
from collaboration.sealing.register import register
from portal.demo import (
    across,
    agreeing,
    cases,
    earlier,
    errands,
    house,
    keeping,
    letters,
    publishing,
    requests,
    serving,
    story,
)
from portal.demo.cast import LEADS, gather
from tenants.identity.demo import make_people
from tenants.units.models import Unit


def load(*, report: Callable[[str], object]) -> None:
    """People, seals and documents; what is there already stays. Owner only, on a demonstration's database."""
    make_people()
    house.make_departments()
    register_sample_seals()
    gather()
    letters.set_practice()
    with _as_application():
        keeping.hand_in_picture()
        agreeing.play()
    known = set(JointDocument.objects.values_list("title", flat=True))
    new = [scene for scene in story.SCENES if story.manuscript_of(scene).title not in known]
    new.sort(key=lambda scene: not scene.is_sealed)
    played = _play(new[:1], report)
    with sealer_at_work():
        played |= _play(new[1:], report)
        _run_errands(played)
        with _as_application():
            requests.play()
            serving.play()
            letters.play()
            cases.play()
            earlier.register()
    with _as_application():
        if story.ACROSS.text in played:
            across.answer_filing(played[story.ACROSS.text])
    with _as_application():
        hidden = publishing.hide()
    publishing.typeset(hidden)
    with _as_application(), transaction.atomic():
        for scene in story.PUBLISHED:
            publishing.publish(scene)
        publishing.tell_the_public()


def _play(scenes: list[story.Scene], report: Callable[[str], object]) -> dict[str, JointDocument]:
    """Play scenes; their documents by the names of their texts."""
    played = {}
    with _as_application():
        for scene in scenes:
            played[scene.text] = story.play(scene)
            report(f"  {played[scene.text].title}")
    return played


def _run_errands(played: dict[str, JointDocument]) -> None:
    """Let units go about the documents that were just begun."""
    with _as_application():
        for text in played.keys() & errands.ERRANDS.keys():
            for errand in errands.ERRANDS[text]:
                errand(played[text])
    if errands.OVERDUE in played:
        with transaction.atomic():
            errands.set_back(played[errands.OVERDUE])


def register_sample_seals() -> None:
    """Development certificates for the lead units and their people's cities; their pictures say 样章."""
    authority = Authority.of_installation()
    for unit in Unit.objects.filter(code__in=(*LEADS, "320100", "330100", "340100", "320102")):
        register(unit, authority.register_unit(unit.code, unit.name))


@contextmanager
def sealer_at_work() -> Iterator[None]:
    """Let the sealer work its queue, in its own process and role; the block goes on beside it and adds to the queue."""
    with _sealer():
        yield
    if ProcrastinateJob.objects.filter(queue_name="sealer", status="todo", scheduled_at=None).exists():
        with _sealer():
            pass


@contextmanager
def _sealer() -> Iterator[None]:
    environment = {**os.environ, "PORTAL_DB_ROLE": "p_system"}
    command = [sys.executable, "-m", "django", "work", "sealer", "--until-empty"]
    with subprocess.Popen(command, env=environment) as sealer:
        try:
            yield
        except BaseException:
            sealer.terminate()
            raise
    if sealer.returncode:
        raise subprocess.CalledProcessError(sealer.returncode, command)


@contextmanager
def _as_application() -> Iterator[None]:
    """Inside the block the database holds us by the rules it holds the application by."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE p_app")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
