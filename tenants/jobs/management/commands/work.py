import asyncio
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tenants.identity import startup
from tenants.jobs.workers import Worker, work


class Command(BaseCommand):
    """Run one worker."""

    help = "Works one queue until told to stop: person, parser or sealer."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=[kind.value for kind in Worker])
        parser.add_argument("--until-empty", action="store_true", help="end as soon as nothing waits")

    def handle(self, *args: Any, kind: str, until_empty: bool, **options: Any) -> None:
        startup.refuse_unfit()
        asyncio.run(work(Worker(kind), wait=not until_empty))
