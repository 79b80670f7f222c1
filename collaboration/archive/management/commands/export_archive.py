"""``export_archive CODE FILE``: for an operator, when a unit has left and nobody of it signs in any more."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from collaboration.archive.whole import export_of
from tenants.units.models import Unit


class Command(BaseCommand):
    """The same package that a unit takes at its archive's page."""

    help = "Write everything a unit's archive holds into one package that is read without the portal."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("unit", metavar="CODE")
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        unit = Unit.objects.select_related("tenant").filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(_("There is no unit with this code."))
        with tenant_context(unit.tenant), export_of(unit) as package, options["file"].open("xb") as file:
            shutil.copyfileobj(package, file)
        self.stdout.write(str(options["file"]))
