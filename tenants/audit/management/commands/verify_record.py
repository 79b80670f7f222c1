import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from tenants.audit import internal, verification


class Command(BaseCommand):
    """Check the whole record."""

    help = "Recomputes every chain of the record, shared and internal; exits with 1 and the first broken link."

    def handle(self, *args: Any, **options: Any) -> None:
        found = next(verification.breaks(), None) or next(internal.breaks(), None)
        if found:
            self.stdout.write(
                _("Broken: chain %(chain)s, number %(number)s (%(problem)s).")
                % {"chain": found.chain, "number": found.number, "problem": found.problem}
            )
            sys.exit(1)
        chains, digest = verification.heads()
        self.stdout.write(_("%(chains)s chains are whole. Heads: %(digest)s") % {"chains": chains, "digest": digest})
