"""What the public is asked: read by everybody, answered by anybody, with or without a name."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from collaboration.consultation import workflow
from collaboration.consultation.forms import PublicOpinionForm
from collaboration.consultation.models import Consultation
from collaboration.publication import body, throttle

ON_PAGE = 20
PER_MINUTE = 5


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """All texts on which the public is or was asked on this site, newest first."""
    found = Consultation.objects.on_site(request.tenant).select_related("unit").defer("blocks", "explanation")
    page = Paginator(found, ON_PAGE).get_page(request.GET.get("page"))
    return render(request, "consultation/list.html", {"page": page, "crumbs": _crumbs()})


def _crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    here = reverse("consultations:list")
    return [(_("Home"), here.removesuffix("consultations/")), (_("Public consultations"), here if more else ""), *more]


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consultation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The text, the explanation, and the form while the public is asked; afterwards what became of it.

    Exempt from the CSRF check: it reads no session, and a page without cookies shall be able to answer.
    """
    found = get_object_or_404(Consultation.objects.on_site(request.tenant).select_related("unit"), pk=public_id)
    if request.method != "POST":
        return _page(request, found, PublicOpinionForm(consultation=found))
    form = PublicOpinionForm(request.POST, consultation=found)
    wait = throttle.wait_needed(request, purpose="consultation", most=PER_MINUTE)
    if wait:
        form.add_error(None, _("Too many opinions in one minute. Please wait a moment."))
        response = _page(request, found, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    if not form.is_valid():
        return _page(request, found, form, status=422)
    data = form.cleaned_data
    receipt = workflow.receive(found, words=data["words"], block_id=data["block_id"], contact=form.contact)
    if receipt is None:
        form.add_error(None, _("The public is not being asked any more."))
        return _page(request, found, form, status=409)
    return redirect(f"{request.path}?receipt={receipt}#thanks")


def _page(request: HttpRequest, found: Consultation, form: PublicOpinionForm, status: int = 200) -> HttpResponse:
    if form.is_bound:  # what was typed stays; a fresh time lets it be sent again
        form.data = {**form.data.dict(), "token": form.fresh_token()}
    parts = list(body.parts(found.blocks))
    context = {
        "consultation": found,
        "is_open": found.is_open(),
        "form": form,
        "parts": parts,
        "receipt": _receipt(request.GET.get("receipt", "")),
        "crumbs": _crumbs((found.title, "")),
    }
    return render(request, "consultation/public.html", context, status=status)


def _receipt(value: str) -> str:
    try:
        return str(UUID(value))
    except ValueError:
        return ""
