"""``purge_from_site LABEL --page ID``: for an operator, in the name of an administrator who orders it."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django_tenants.utils import tenant_context

from cms import purging
from collaboration.purging.ordering import administrator_of
from tenants.units.models import Tenant


class Command(BaseCommand):
    """Remove a page, picture or file of a site with everything that is kept of it."""

    help = "Remove a page with all below it, a picture or a file of a site for good. Only the record is left."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("label", help="the first part of the site's host; alliance for the alliance's own")
        what = parser.add_mutually_exclusive_group(required=True)
        for kind in purging.KINDS:
            what.add_argument(f"--{kind}", type=int, metavar="ID", help=f"the {kind} with this number in its address")
        parser.add_argument("--unit", metavar="CODE", required=True, help="whose administrator orders it")
        parser.add_argument("--user", metavar="NAME", help="that administrator; else who has been one longest")
        parser.add_argument("--reason", required=True, help="stays in the record")

    def handle(self, *, label: str, unit: str, user: str | None, reason: str, **options: Any) -> None:
        actor = administrator_of(unit, user)
        tenant = Tenant.objects.filter(label="" if label == "alliance" else label).first()
        if tenant is None:
            raise CommandError(_("There is no site with this label."))
        kind = next(kind for kind in purging.KINDS if options[kind] is not None)
        try:
            with transaction.atomic():
                with tenant_context(tenant):
                    ids = purging.purge(kind, options[kind])
                with actor.acting():
                    purging.record_purge(tenant.schema_name, kind, ids, reason.strip())
        except ObjectDoesNotExist as error:
            raise CommandError(_("This site has nothing with this number.")) from error
        except DatabaseError as error:
            if getattr(error.__cause__, "sqlstate", "") != "PU001":
                raise
            raise CommandError(
                _("Only an administrator of a unit of this site, or of the alliance office, can purge here.")
            ) from error
        self.stdout.write(_("It was purged from the site. The record keeps who ordered it, when and why."))
