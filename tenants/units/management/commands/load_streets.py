from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.units.loading import PROVINCES, load_streets


class Command(BaseCommand):
    """Load units of streets and townships."""

    help = "Adds the street units below the provinces, cities or counties with these division codes."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="*", metavar="CODE")
        parser.add_argument("--all", action="store_true", help="all streets of the alliance")

    def handle(self, *args: Any, codes: list[str], **options: Any) -> None:
        if bool(codes) == options["all"]:
            raise CommandError("Name division codes, or say --all.")
        if unknown := [code for code in codes if not (code.isdigit() and len(code) == 6)]:
            raise CommandError(f"Not a division code of six digits: {', '.join(unknown)}.")
        added = load_streets(PROVINCES if options["all"] else codes)
        self.stdout.write(f"{added} street units added.")
