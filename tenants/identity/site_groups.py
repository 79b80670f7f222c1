"""A tenant's groups follow the roles of its units: whoever edits for a unit edits and publishes on the unit's site."""

from django.contrib.auth.models import Group
from django_tenants.utils import tenant_context

from tenants.grants.models import GroupMembership
from tenants.identity.models import Membership, User
from tenants.identity.roles import Role
from tenants.units.models import Tenant

GROUPS_OF_EDITORS = ("Editors", "Moderators")


def follow(person: User, tenant: Tenant, memberships: list[Membership]) -> bool:
    """Put the person into the site's editing groups, or take them out, as the valid memberships say; tells which."""
    edits = any(one.has(Role.EDITOR) and one.unit.tenant_id == tenant.pk for one in memberships)
    with tenant_context(tenant):
        groups = Group.objects.filter(name__in=GROUPS_OF_EDITORS)
        if edits:
            rows = [GroupMembership(user=person, group=group) for group in groups]
            GroupMembership.objects.bulk_create(rows, ignore_conflicts=True)
        else:
            GroupMembership.objects.filter(user=person, group__in=groups).delete()
    return edits


def leave(person: User, tenant: Tenant) -> None:
    """Take the person out of the site's editing groups; whoever still edits there is put back on the next entry."""
    follow(person, tenant, [])
