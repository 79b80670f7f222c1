from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenants.db.preparation import bring_up_to_date


class Command(BaseCommand):
    """Migrate every tenant that is behind."""

    help = "Brings the shared tables, the template and every site to this version. Safe to interrupt and repeat."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        failed = bring_up_to_date(report=self.stdout.write)
        if failed:
            raise CommandError("Not migrated: " + "; ".join(f"{name} ({why})" for name, why in failed.items()))
        self.stdout.write("Every site is up to date.")
