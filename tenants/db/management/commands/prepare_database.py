from typing import Any

from django.core.management.base import BaseCommand

from tenants.db import preparation


class Command(BaseCommand):
    """Bring the database to the state this version needs."""

    help = "Migrates the shared tables, the template and all tenants, then applies row security. Safe to repeat."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        preparation.prepare(report=self.stdout.write)
