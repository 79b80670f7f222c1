"""``import_document FILE --dry-run``: what the portal understands of a document, as JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from collaboration.documents.text.conversion import convert, refuse_size
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.problems import Unreadable
from collaboration.documents.text.refusals import in_words, refusal


class Command(BaseCommand):
    help = "Read a text file (UTF-8 or GB18030) or a Word file and print its structure. Not for state secrets."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a .txt or .docx file")
        parser.add_argument("--dry-run", action="store_true", required=True, help="only print JSON, keep nothing")

    def handle(self, *, file: Path, **options: object) -> None:
        printed = json.dumps(as_printed(read(file)), ensure_ascii=False, indent=2)
        self.stdout.write(printed)


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
