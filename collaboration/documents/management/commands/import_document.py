"""``import_document FILE``: begin a draft from a file, or with ``--dry-run`` only say what the portal understands."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from collaboration.documents.models import JointDocument, Kind
from collaboration.documents.naming import kind_of_title
from collaboration.documents.text.conversion import convert, refuse_size
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.problems import Unreadable
from collaboration.documents.text.refusals import in_words, refusal
from collaboration.documents.workflow.drafting import create_document
from collaboration.errors import WorkflowError
from tenants.hosts import desk_url
from tenants.identity.actor import Actor
from tenants.identity.models import Membership
from tenants.identity.roles import Role


class Command(BaseCommand):
    help = "Begin a joint document from a text file (UTF-8 or GB18030) or a Word file. Not for state secrets."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a .txt or .docx file")
        purpose = parser.add_mutually_exclusive_group(required=True)
        purpose.add_argument("--dry-run", action="store_true", help="only print the structure as JSON")
        purpose.add_argument("--unit", metavar="CODE", help="the drafting unit, by its division code")
        parser.add_argument("--user", metavar="NAME", help="the handler who drafts; else who has been one longest")
        parser.add_argument("--kind", choices=Kind.values, help="else the one its title names")

    def handle(
        self, *, file: Path, unit: str | None, user: str | None, kind: str | None, verbosity: int, **options: object
    ) -> None:
        manuscript = read(file)
        if unit is None:
            self.stdout.write(json.dumps(as_printed(manuscript), ensure_ascii=False, indent=2))
            return
        actor = handler_of(unit, user)
        document = draft(manuscript, actor, kind=kind, name=file.name)
        if verbosity:
            for remark in manuscript.remarks:
                self.stderr.write(in_words(remark))
        address = reverse("documents:detail", args=[document.public_id], urlconf="portal.urls.desk")
        self.stdout.write(
            _("%(unit)s (%(person)s) drafts “%(title)s”: %(address)s")
            % {
                "unit": actor.unit.display_name,
                "person": actor.user,
                "title": document.title,
                "address": desk_url(address),
            }
        )


def read(file: Path) -> Manuscript:
    """The document in a file; whatever is wrong with it is told in one sentence."""
    try:
        refuse_size(file.stat().st_size)
        return convert("auto", file.name, file.read_bytes())
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error.strerror}
        ) from error
    except Unreadable as problem:
        raise CommandError(refusal(problem)) from problem


def as_printed(manuscript: Manuscript) -> dict[str, object]:
    """The JSON of a manuscript, with its remarks as sentences."""
    value = manuscript.to_json()
    del value["remarks"]
    return {**value, "warnings": [in_words(remark) for remark in manuscript.remarks]}


def handler_of(code: str, username: str | None) -> Actor:
    """Who drafts: the unit's handler of that name, else the one who has been its handler longest."""
    member = Membership.objects.longest(code, Role.HANDLER, username)
    if member is None:
        raise CommandError(_("The unit %(code)s has no such handler.") % {"code": code})
    return Actor(member)


def draft(manuscript: Manuscript, actor: Actor, *, kind: str | None, name: str) -> JointDocument:
    """Take the same step as a handler at the desk, held by the same rules in the database."""
    try:
        with actor.acting(), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE p_app")
            return create_document(
                actor,
                kind=kind or kind_of_title(manuscript.title),
                title=manuscript.title,
                title_lines=manuscript.title_lines,
                blocks=manuscript.blocks,
                note=name,
            )
    except WorkflowError as refused:
        raise CommandError(str(refused)) from refused
