"""The two ends of the way from the desk to a site's editing."""

import re
import secrets
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from tenants import hosts
from tenants.db.context import Acting, act_as
from tenants.identity import acting, handoff, site_session
from tenants.identity.access import signed_in_required
from tenants.identity.models import User
from tenants.identity.record import record_account
from tenants.identity.site_groups import follow

STATE = "_handoff_state"
STATE_SHAPE = re.compile(r"[A-Za-z0-9_-]{1,64}")
BACKEND = "tenants.identity.backends.TenantModelBackend"


def _inside(wanted: str) -> str:
    """A path of the site's editing, else its first page."""
    safe = url_has_allowed_host_and_scheme(wanted, None) and wanted.startswith("/cms/") and wanted.isprintable()
    return wanted if safe else "/cms/"


@require_GET
def enter(request: HttpRequest) -> HttpResponse:
    """On a site: let in who is in already, and send everybody else to the desk for a ticket."""
    next_path = _inside(request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(next_path)
    state = secrets.token_urlsafe(24)
    request.session[STATE] = state
    query = urlencode({"host": request.META.get("HTTP_HOST", ""), "state": state, "next": next_path})
    return redirect(hosts.desk_url(f"{reverse('identity:hand_over', 'portal.urls.desk')}?{query}"))


@signed_in_required
def hand_over(request: HttpRequest) -> HttpResponse:
    """On the desk: give the person a ticket for the site they edit. The answer leads on by itself."""
    asked = request.POST if request.method == "POST" else request.GET
    tenant = hosts.tenant_of_host(split_domain_port(asked.get("host", ""))[0])
    membership = handoff.editing_membership(request.memberships, tenant) if tenant else None
    context = {"tenant": tenant, "membership": membership, "asked": asked.dict()}
    if membership is None or not STATE_SHAPE.fullmatch(asked.get("state", "")):
        return render(request, "identity/hand_over.html", {**context, "membership": None}, status=403)
    if request.method != "POST":
        return render(request, "identity/hand_over.html", context)
    ticket = handoff.give(
        membership, session=request.session.row, state=asked["state"], next_path=_inside(asked.get("next", ""))
    )
    record_account(request.user, "entered_site", host=hosts.tenant_host(tenant))
    address = hosts.site_url(tenant, f"/cms-entry/finish/?{urlencode({'ticket': ticket})}")
    response = render(request, "identity/handed_over.html", {"tenant": tenant, "address": address})
    response["Refresh"] = f"0; url={address}"  # a redirect after a form would be refused by our own policy
    return response


@require_GET
def finish(request: HttpRequest) -> HttpResponse:
    """On the site again: take the ticket and open a session that lives as long as the desk's."""
    host = split_domain_port(request.META.get("HTTP_HOST", ""))[0]
    state = request.session.pop(STATE, "")
    taken = handoff.take(request.GET.get("ticket", ""), host=host, state=state) if state else None
    person = User.objects.filter(pk=taken.user_id, is_active=True).first() if taken else None
    if taken is None or person is None:
        messages.error(request, _("This link was already used or has expired. Please try again."))
        return render(request, "identity/entry_refused.html", status=400)
    with act_as(Acting(person.pk)):
        request.memberships = acting.valid_memberships(person)
        login(request, person, backend=BACKEND)
        request.session.origin = taken.desk_session
        request.session[site_session.SITE_MEMBERSHIP] = taken.membership
        follow(person, request.tenant, request.memberships)
    return redirect(_inside(taken.next_path))
