from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count

from tenants.hosts import tenant_host
from tenants.units.models import Tenant


class Command(BaseCommand):
    """List the sites."""

    help = "Lists every site: schema, host, number of units, name."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = Tenant.objects.prefetch_related("domains").annotate(unit_count=Count("units"))
        for tenant in tenants:
            self.stdout.write(f"{tenant.schema_name:10} {tenant_host(tenant):32} {tenant.unit_count:5} {tenant.name}")
