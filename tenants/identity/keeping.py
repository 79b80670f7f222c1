"""What a person has typed is not lost where the portal no longer knows who sent it.

A form that arrives after its session has ended, or after the person signed in again in another window, is shown once
more with everything in it, to be sent again. Nothing of it is stored; files have to be chosen again.
"""

from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import permission_denied

from tenants.identity.acting import SIGN_IN

NEVER_SHOWN = frozenset({"csrfmiddlewaretoken", "code", "login", "password", "password1", "password2", "again"})
PROOF = "proof_"


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of a form that was sent, without secrets and proofs; nothing of the pages of sign-in."""
    if request.path.startswith(SIGN_IN):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in NEVER_SHOWN and not name.startswith(PROOF)
        for value in values
    ]


def signed_out(request: HttpRequest) -> HttpResponse | None:
    """The page for a form whose session has ended; None where it held nothing to keep."""
    return _again(request, is_signed_out=True) if typed(request) else None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of our own desk with the token of an earlier session is shown again; a stranger's form is refused."""
    ours = f"{request.scheme}://{request.META.get('HTTP_HOST', '')}"
    try:
        if getattr(request, "is_desk", False) and request.META.get("HTTP_ORIGIN") == ours and typed(request):
            return _again(request, is_signed_out=False)
    except (BadRequest, SuspiciousOperation):  # a form that cannot even be read
        pass
    return permission_denied(request, Exception(reason))


def _again(request: HttpRequest, **more: Any) -> HttpResponse:
    context = {"fields": typed(request), "has_files": bool(request.FILES), "address": request.get_full_path(), **more}
    return render(request, "identity/kept.html", context, status=403)
