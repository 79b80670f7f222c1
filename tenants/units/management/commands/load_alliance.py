from typing import Any

from django.core.management.base import BaseCommand

from tenants.units.loading import load_alliance


class Command(BaseCommand):
    """Load the alliance's units and sites."""

    help = "Loads the units and sites of the Yangtze River Delta. What is there already stays as it is."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        load_alliance(report=self.stdout.write)
