"""Pages for the administrators of a unit."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenants.identity.access import role_required
from tenants.identity.models import Membership
from tenants.identity.roles import Role


@require_GET
@role_required(Role.UNIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR)
def members(request: HttpRequest) -> HttpResponse:
    """Everybody who belongs to the unit, and who is invited."""
    people = Membership.objects.filter(unit=request.actor.unit).select_related("user", "department")
    return render(request, "members/list.html", {"members": people})
