from typing import Any

from django.core.management.base import BaseCommand

from collaboration.document_templates.loading import load_defaults


class Command(BaseCommand):
    """Load the alliance's templates."""

    help = "Loads the alliance's templates, one for each kind of document. What is there already stays as it is."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_defaults()} templates loaded")
