"""Mail of the demonstration, which never leaves the machine."""

from uuid import UUID

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from collaboration.outgoing.outbox import Mail, mail_of, mails_of
from tenants.identity.access import signed_in_required


def _mail(request: HttpRequest, mail_id: UUID) -> Mail:
    found = mail_of(request.user, mail_id) if settings.DEMO else None
    if found is None:
        raise Http404
    return found


@require_GET
@signed_in_required
def mails(request: HttpRequest) -> HttpResponse:
    """All mail to the person's address."""
    if not settings.DEMO:
        raise Http404
    return render(request, "outgoing/outbox.html", {"mails": mails_of(request.user)})


@require_GET
@signed_in_required
def mail(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """One mail as its plain text, with its headers."""
    return render(request, "outgoing/outbox_mail.html", {"mail": _mail(request, mail_id)})


@require_GET
@csp_replace({"default-src": ["'none'"], "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"]})
@signed_in_required
def html(request: HttpRequest, mail_id: UUID) -> HttpResponse:
    """One mail as its HTML, which may do nothing but link."""
    return HttpResponse(_mail(request, mail_id).html)
