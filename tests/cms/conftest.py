"""Visitors and editors of public sites."""

import pytest
from django.test import Client
from django_tenants.utils import tenant_context

from cms.birth import furnish
from tenants.units.models import Tenant
from tests.ownership import as_owner


@pytest.fixture
def born(db):
    """``born("nanjing")``: the tenant with this label, its site furnished."""

    def make(label: str) -> Tenant:
        tenant = Tenant.objects.get(label=label)
        with as_owner():
            furnish(tenant)
        return tenant

    return make


@pytest.fixture
def visitor():
    """``visitor("nanjing")``: somebody reading that site."""
    return lambda label: Client(HTTP_HOST=f"{label}.portal.localhost" if label else "portal.localhost")


@pytest.fixture
def inside():
    """Work in a tenant's schema."""
    return tenant_context
