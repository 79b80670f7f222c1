"""Whole pages for people who act as a unit, or who hold certain roles there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from tenants.identity import keeping
from tenants.identity.acting import MEMBERSHIP
from tenants.identity.roles import Role
from tenants.units.models import Unit

View = Callable[..., HttpResponse]


def signed_in_required(view: View) -> View:
    """A page for anybody with an account, chosen unit or not."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            kept = keeping.signed_out(request) if request.method == "POST" else None
            return kept or redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return guarded


def acting_required(view: View) -> View:
    """A page of the desk: signed in and acting as a unit (``request.actor``), else on the way to both."""

    @signed_in_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.actor is None:
            return redirect(f"{reverse('identity:choose_unit')}?{urlencode({'next': request.get_full_path()})}")
        return view(request, *args, **kwargs)

    return guarded


def role_required(*roles: Role) -> Callable[[View], View]:
    """A page for those who hold one of the roles in the unit they act as; others are refused (403)."""

    def decorate(view: View) -> View:
        @acting_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not any(request.actor.has(role) for role in roles):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def switch_to(request: HttpRequest, unit: Unit) -> bool:
    """Act as this unit from the next request on, where the person is a member of it; tells whether it holds."""
    for membership in request.memberships:
        if membership.unit_id == unit.pk:
            request.session[MEMBERSHIP] = str(membership.public_id)
            return True
    return False
