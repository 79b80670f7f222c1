"""The picture of the unit's seal: what is in use, and handing in another."""

import base64

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.errors import WorkflowError
from collaboration.sealing import acts, rules
from collaboration.sealing.forms import PictureForm
from collaboration.sealing.models import SealPicture
from collaboration.sealing.pictures import current, taking, vault
from collaboration.sealing.views.authorisations import keeper
from collaboration.typesetting.seals import seal_svg
from tenants.audit.timeline import timeline


@require_http_methods(["GET", "POST"])
@keeper
def picture(request: HttpRequest) -> HttpResponse:
    """Show the picture to those who keep the seal; the seal keeper may replace it."""
    form, status = None, 200
    if rules.may_hand_in(request.actor):
        given = (request.POST, request.FILES) if request.method == "POST" else ()
        subject = taking.subject_of(request.actor)
        form = PictureForm(*given, actor=request.actor, subject=subject, level=request.actor.unit.level)
        if request.method == "POST" and form.is_valid() and _hand_in(request, form):
            return redirect("sealing:picture")
        status = 422 if form.errors else 200
    shown = current.current_picture(request.actor.unit)
    context = {
        "picture": shown,
        "address": _address(shown) if shown else "",
        "sample": _inline(seal_svg(request.actor.unit.name).encode(), "image/svg+xml"),
        "form": form,
        "entries": timeline(request.actor.unit.public_id, kinds=(acts.SEAL,), most=20),
    }
    return render(request, "sealing/picture.html", context, status=status)


def _hand_in(request: HttpRequest, form: PictureForm) -> bool:
    media_type, data = form.cleaned_data["picture"]
    try:
        taking.hand_in(request.actor, data, media_type, diameter_mm=form.cleaned_data["diameter_mm"], prove=form.prove)
    except WorkflowError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("The picture is in use from now on; earlier files keep the one they were sealed with."))
    return True


def _address(shown: SealPicture) -> str:
    """The picture inside the page; nothing else ever serves it. Empty where it cannot be opened any more."""
    try:
        return _inline(current.opened(shown), shown.media_type)
    except (OSError, vault.Unopened):
        return ""


def _inline(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
