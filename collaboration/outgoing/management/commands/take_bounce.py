"""Take one mail from standard input that came to the return address."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from collaboration.outgoing import bounces


class Command(BaseCommand):
    """For the mail server's alias of the return address: ``|… manage take_bounce``."""

    help = "Note a mail server's report that one of our letters was refused for good."

    def handle(self, *args: Any, **options: Any) -> None:
        known = bounces.take(sys.stdin.buffer.read())
        self.stdout.write("Noted." if known else "This is no refusal of one of our letters.")
