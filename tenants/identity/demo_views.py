"""The page of identities: in a demonstration, and nowhere else, one click makes you somebody."""

from itertools import groupby

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tenants.db.context import Acting, act_as
from tenants.identity import demo
from tenants.identity.acting import MEMBERSHIP
from tenants.identity.models import Membership


def _identities() -> list[Membership]:
    """Everybody one can be; nowhere else than in a demonstration does this page exist."""
    found = demo.identities() if settings.DEMO else []
    if not found:
        raise Http404
    return found


@require_GET
def demo_page(request: HttpRequest) -> HttpResponse:
    """All identities, by unit."""
    units = [(unit, list(members)) for unit, members in groupby(_identities(), key=lambda row: row.unit)]
    return render(request, "identity/demo.html", {"units": units})


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Become one of them."""
    wanted = request.POST.get("membership", "")
    membership = next((row for row in _identities() if str(row.public_id) == wanted), None)
    if membership is None:
        raise Http404
    if request.user.is_authenticated:
        logout(request)
    with act_as(Acting(membership.user_id)):
        get_adapter(request).login(request, membership.user)
        request.session[MEMBERSHIP] = wanted
    return redirect("/")
