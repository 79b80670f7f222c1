"""The person's own pages: which unit they act as, their account, their sessions."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenants.audit.models import Record
from tenants.audit.timeline import tell
from tenants.identity import acting
from tenants.identity.access import acting_required, signed_in_required
from tenants.identity.confirmation import renewed
from tenants.identity.forms import ProfileForm
from tenants.identity.models import Session
from tenants.identity.reauthentication import Unproven
from tenants.identity.record import record_account

RECENT = 10


def safe_next(request: HttpRequest) -> str:
    """Where to go on: a path of this host, else the start page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/") else "/"


@require_GET
@signed_in_required
def choose_unit(request: HttpRequest) -> HttpResponse:
    """The units one may act as; asked after sign-in when there are several, or none."""
    return render(
        request, "identity/choose_unit.html", {"memberships": request.memberships, "next": safe_next(request)}
    )


@require_POST
@signed_in_required
def switch(request: HttpRequest) -> HttpResponse:
    """Act through another of one's memberships."""
    if acting.choose(request, request.POST.get("membership", "")) is None:
        messages.error(request, _("You are not, or no longer, a member of this unit."))
        return redirect("identity:choose_unit")
    return redirect(safe_next(request))


@signed_in_required
def account(request: HttpRequest) -> HttpResponse:
    """My account: what the portal knows of me, and how I sign in."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        if "email" in form.changed_data:
            raise_if_reauthentication_required(request, app="allauth.account")  # letters there open the account
            _tell_of_new_address(request, form.initial["email"])
        request.user.save(update_fields=["language", "email"])
        messages.success(request, _("Your account was saved."))
        response = redirect("identity:account")
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, request.user.language, secure=True, samesite="Lax")
        return response
    own_record = Record.objects.filter(chain=request.user.public_id, kind="account")
    context = {
        "form": form,
        "memberships": request.memberships,
        "authenticators": Authenticator.objects.filter(user=request.user).order_by("type", "pk"),
        "sessions": Session.objects.filter(user=request.user),
        "this_session": request.session.row,
        "happened": tell(list(own_record.order_by("-number")[:RECENT]), {}),
    }
    return render(request, "identity/account.html", context)


def _tell_of_new_address(request: HttpRequest, old: str) -> None:
    record_account(request.user, "email_changed")
    if old:
        context = {"from_email": old, "to_email": request.user.email}
        get_adapter(request).send_notification_mail("account/email/email_changed", request.user, context, email=old)


@require_POST
@signed_in_required
def end_sessions(request: HttpRequest) -> HttpResponse:
    """End one of my sessions, or all but this one."""
    others = Session.objects.filter(user=request.user).exclude(pk=request.session.row.pk)
    wanted = request.POST.get("session", "")
    chosen = [row.pk for row in others if not wanted or str(row.public_id) == wanted]
    ended, _rows = others.filter(pk__in=chosen).delete()
    if ended:
        messages.success(request, _("The session was ended. That browser has to sign in again."))
    return redirect("identity:account")


@require_POST
@acting_required
def renew_challenge(request: HttpRequest) -> HttpResponse:
    """A fresh challenge for a page that has been open for a while."""
    try:
        confirmation = renewed(request.actor, request.POST.get("ticket", ""))
    except Unproven:
        return JsonResponse({}, status=400)
    return JsonResponse({"nonce": confirmation.nonce, "options": confirmation.options})


def closed(request: HttpRequest, *args: str) -> HttpResponse:
    """A page of allauth that this portal does not have."""
    raise Http404
