from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tenants.hosts import site_url
from tenants.units.founding import CannotFound, found


class Command(BaseCommand):
    """Let a province or city join."""

    help = "Creates the unit and the site of a province or city, with the units of its counties."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", metavar="CODE", help="its division code, six digits")
        parser.add_argument("--label", default="", help="first part of its host name; by rule its name in pinyin")
        parser.add_argument("--host", default="", help="a host name of its own")

    def handle(self, *args: Any, code: str, label: str, host: str, **options: Any) -> None:
        try:
            unit = found(code, label=label, host=host)
        except CannotFound as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{unit.name} ({unit.code}): {site_url(unit.tenant)}")
