from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.db import preparation


class Command(BaseCommand):
    """Bring the database to the state this version needs."""

    help = "Migrates the shared tables, the template and all tenants, then applies row security. Safe to repeat."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        failed = preparation.prepare(report=self.stdout.write)
        if failed:
            raise CommandError("Not migrated: " + "; ".join(f"{name} ({why})" for name, why in failed.items()))
