"""Load the demonstration into a database that says it is one."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from collaboration.documents.models import JointDocument
from collaboration.sealing.authority import Authority
from collaboration.sealing.register import register
from portal.demo import story
from portal.demo.cast import LEADS, gather
from tenants.identity.demo import make_people
from tenants.units.models import Unit


def load(*, report: Callable[[str], object]) -> None:
    """People, seals and documents; what is there already stays. Owner only, on a demonstration's database."""
    make_people()
    register_sample_seals()
    gather()
    if not JointDocument.objects.exists():
        with _as_application(), transaction.atomic():
            for scene in story.SCENES:
                report(f"  {story.play(scene).title}")
    seal_what_was_released()
    with _as_application(), transaction.atomic():
        for scene in story.PUBLISHED:
            story.publish(scene)


def register_sample_seals() -> None:
    """Development certificates for the lead units and their people's cities; their pictures say 样章."""
    authority = Authority.of_installation()
    for unit in Unit.objects.filter(code__in=(*LEADS, "320100", "330100", "340100")):
        register(unit, authority.register_unit(unit.code, unit.name))


def seal_what_was_released() -> None:
    """Let the sealer work its queue once, in its own process and role."""
    environment = {**os.environ, "PORTAL_DB_ROLE": "p_system"}
    subprocess.run([sys.executable, "-m", "django", "work", "sealer", "--until-empty"], env=environment, check=True)


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
