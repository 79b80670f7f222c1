"""The certificates of the unit's seal: which one is in force, until when, and how a lost one is stopped."""

from dataclasses import dataclass
from datetime import timedelta

from cryptography import x509
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.matters.pages import told
from collaboration.sealing import register, workflow
from collaboration.sealing.forms import LostForm
from collaboration.sealing.models import SealCertificate
from collaboration.sealing.views.authorisations import keeper

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Shown:
    """A certificate as people read it; ``state`` is valid, soon, expired, coming or withdrawn."""

    row: SealCertificate
    holder: str
    issuer: str
    number: str
    state: str


@require_GET
@keeper
def certificates(request: HttpRequest) -> HttpResponse:
    """All certificates that were ever registered for the unit, the newest first."""
    rows = SealCertificate.objects.filter(unit=request.actor.unit)
    shown = [_told(row) for row in rows]
    usable = any(one.state in ("valid", "soon") for one in shown)
    return render(request, "sealing/certificates.html", {"certificates": shown, "usable": usable})


@require_http_methods(["GET", "POST"])
@keeper
def report_lost(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """Stop a certificate at once."""
    open_ones = SealCertificate.objects.filter(unit=request.actor.unit, withdrawn_at=None)
    row = get_object_or_404(open_ones, fingerprint=fingerprint)
    form = LostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The certificate is stopped: from now on nothing is sealed with it.")):
            workflow.report_lost(request.actor, row, reason=form.cleaned_data["reason"])
        return redirect("sealing:certificates")
    context = {"certificate": _told(row), "form": form}
    return render(request, "sealing/report_lost.html", context, status=422 if form.errors else 200)


def _told(row: SealCertificate) -> Shown:
    certificate = register.loaded(row)
    return Shown(
        row=row,
        holder=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        number=f"{certificate.serial_number:X}",
        state=_state(row),
    )


def _name(name: x509.Name) -> str:
    parts = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(parts[0].value) if parts else name.rfc4514_string()


def _state(row: SealCertificate) -> str:
    now = timezone.now()
    if row.withdrawn_at:
        return "withdrawn"
    if row.valid_from > now:
        return "coming"
    if row.valid_until <= now:
        return "expired"
    return "soon" if row.valid_until - now < SOON else "valid"
