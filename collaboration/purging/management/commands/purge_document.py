"""``purge_document ADDRESS``: for an operator who is asked to, in the name of an administrator who orders it."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from collaboration.errors import WorkflowError
from collaboration.purging import reading, workflow
from collaboration.purging.ordering import administrator_of
from collaboration.purging.reading import Thing
from tenants.identity.actor import Actor
from tenants.identity.reauthentication import Proof, Subject


class Command(BaseCommand):
    """Take the same step as an administrator at the desk, held by the same rules in the database."""

    help = "Remove a document, draft or upload for good: text, files, publications, notes. Only the record is left."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", help="its address, id, document number, check code, or SHA-256 of its file")
        parser.add_argument("--unit", metavar="CODE", required=True, help="whose administrator orders it")
        parser.add_argument("--user", metavar="NAME", help="that administrator; else who has been one longest")
        parser.add_argument("--reason", default="", help="stays in the record; every party reads it")
        parser.add_argument("--part", default="", help="one text alone, as --parts names it")
        parser.add_argument("--parts", action="store_true", help="only name the texts that can be purged alone")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, address: str, part: str, parts: bool, yes: bool, reason: str, **options: Any) -> None:
        actor = administrator_of(options["unit"], options["user"])
        with application(actor):
            thing, seen = self.describe(address, part, parts=parts)
        if parts:
            return
        if not yes and input(_("Remove this for good? Type yes: ")).strip().lower() != "yes":
            raise CommandError(_("Nothing was removed."))
        try:
            with application(actor):
                workflow.purge(actor, thing, part=part, seen=seen, reason=reason, prove=by_operator)
        except WorkflowError as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(_("It was purged. The sealer removes its files as soon as it runs."))

    def describe(self, address: str, part: str, *, parts: bool) -> tuple[Thing, str]:
        """Say what it is and all that goes, or which texts can go alone; the digest over what goes."""
        thing = only_one(address)
        self.stdout.write(f"{thing.kind_label}, {thing.unit.display_name}, {thing.state_label}: {thing.object}")
        for one in reading.parts(thing.object) if parts else ():
            unit = one.unit.display_name if one.unit else ""
            self.stdout.write(f"- {one.key}: {one.label} {one.number}, {unit}, {one.at:%Y-%m-%d %H:%M}")
        for amount in () if parts else reading.inventory(thing.object, part):
            self.stdout.write(f"- {amount.label}: {amount.number}")
        return thing, reading.seen(thing.object, part)


@contextmanager
def application(actor: Actor) -> Iterator[None]:
    """One transaction in which the database holds us by the rules it holds the administrator by."""
    with actor.acting(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL ROLE p_app")
        yield


def by_operator(subject: Subject) -> Proof:
    """The operator's word; who may start commands here could do it anyway."""
    return Proof("operator", {"seen": subject.content_hash})


def only_one(address: str) -> Thing:
    """The thing of this address, which must be one alone."""
    found = reading.find(address)
    if not address.strip() or len(found) != 1:
        raise CommandError(_("Nothing that this unit's administrator may purge has this address."))
    return found[0]
