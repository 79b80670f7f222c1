"""Work inside the schema of the acting unit, wherever the step that asks was begun."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django_tenants.utils import tenant_context

from tenants.identity.actor import Actor


@contextmanager
def in_house(actor: Actor) -> Iterator[None]:
    """The tenant of the acting unit; a no-op on the desk, where it is chosen already."""
    tenant = actor.unit.tenant
    if connection.schema_name == tenant.schema_name:
        yield
        return
    with tenant_context(tenant):
        yield
