from typing import Any

from django.core.management.base import BaseCommand

from portal.demo.loading import load


class Command(BaseCommand):
    """Load the demonstration."""

    help = "Loads made-up people and documents, the latter through the real steps. What is there already stays."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        load(report=self.stdout.write)
