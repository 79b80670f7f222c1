from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand

from tenants.hosts import desk_url
from tenants.identity import demo


class Command(BaseCommand):
    """List who one can be."""

    help = "Prints the identities of the demonstration by unit, and their password."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        rows = demo.identities()
        if not rows:
            self.stdout.write("This database holds no demonstration.")
            return
        for unit, members in groupby(rows, key=lambda row: row.unit):
            self.stdout.write(unit.name)
            for row in members:
                self.stdout.write(f"  {row.user.username:24} {' · '.join(row.role_names)}")
        self.stdout.write(f"Password of all of them: {demo.PASSWORD}    One click: {desk_url('/demo/')}")
