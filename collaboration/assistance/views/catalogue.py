"""Kinds of request and the agreed list: everybody reads them, the alliance office keeps them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.assistance.catalogue import keeping
from collaboration.assistance.catalogue.questions import load
from collaboration.assistance.catalogue_forms import AgreedForm, CodeForm, KindPage
from collaboration.assistance.models import RequestKind, Understanding
from collaboration.errors import WorkflowError
from tenants.identity.access import acting_required

View = Callable[..., HttpResponse]


def keeper_page(view: View) -> View:
    """A page for the administrators of the alliance office alone."""

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not keeping.may_keep(request.actor):
            raise PermissionDenied
        return view(request, **kwargs)

    return guarded


@require_GET
@acting_required
def overview(request: HttpRequest) -> HttpResponse:
    """All kinds, with what they are for and how many versions they have had."""
    kinds = RequestKind.objects.prefetch_related("versions")
    rows = [(kind, max(kind.versions.all(), key=lambda one: one.number), len(kind.versions.all())) for kind in kinds]
    return render(request, "assistance/catalogue.html", {"rows": rows, "may_keep": keeping.may_keep(request.actor)})


@require_http_methods(["GET", "POST"])
@acting_required
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: its questions and versions for everybody; its next version for the office."""
    found = get_object_or_404(RequestKind, code=kind)
    versions = list(found.versions.all())
    number = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.number) == number), versions[0])
    may_keep = keeping.may_keep(request.actor)
    if request.method == "POST" and not may_keep:
        raise PermissionDenied
    page = KindPage(versions[0], request.POST or None) if may_keep and shown == versions[0] else None
    if request.method == "POST" and page and page.is_valid():
        try:
            made = keeping.save_kind(request.actor, found.code, page.wording, is_offered=found.is_offered)
        except WorkflowError as error:
            page.head.add_error("closes_by_itself", str(error))
        else:
            messages.success(request, _("Version %(number)d is used for new requests from now on.") % {"number": made})
            return redirect("assistance:kind", found.code)
    context = {"kind": found, "versions": versions, "version": shown, "page": page,
               "questions": load(shown.questions), "proof": load(shown.proof)}  # fmt: skip
    return render(request, "assistance/kind.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@keeper_page
def new_kind(request: HttpRequest) -> HttpResponse:
    """A further kind of request; from then on it has versions like the others."""
    code, page = CodeForm(request.POST or None), KindPage(None, request.POST or None)
    if request.method == "POST" and all([code.is_valid(), page.is_valid()]):
        try:
            keeping.save_kind(request.actor, code.cleaned_data["code"], page.wording)
        except WorkflowError as error:
            page.head.add_error(None, str(error))
        else:
            messages.success(request, _("The kind is offered for new requests from now on."))
            return redirect("assistance:catalogue")
    status = 422 if request.method == "POST" else 200
    return render(request, "assistance/new_kind.html", {"code": code, "page": page}, status=status)


@require_POST
@keeper_page
def offer(request: HttpRequest, kind: str) -> HttpResponse:
    """Offer a kind for new requests, or no longer."""
    found = get_object_or_404(RequestKind, code=kind)
    keeping.offer(request.actor, found, is_offered="yes" in request.POST)
    messages.success(request, _("Saved."))
    return redirect("assistance:catalogue")


@require_http_methods(["GET", "POST"])
@acting_required
def agreed(request: HttpRequest) -> HttpResponse:
    """The agreed list 协作清单."""
    may_keep = keeping.may_keep(request.actor)
    if request.method == "POST" and not may_keep:
        raise PermissionDenied
    form = AgreedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keeping.agree(request.actor, **form.cleaned_data)
        messages.success(request, _("The line was added."))
        return redirect("assistance:agreed")
    lines = Understanding.objects.select_related("kind", "one", "other")
    context = {"lines": lines, "form": form, "may_keep": may_keep, "today": timezone.localdate()}
    return render(request, "assistance/agreed.html", context, status=422 if form.errors else 200)


@require_POST
@keeper_page
def end_understanding(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a line end today."""
    line = get_object_or_404(Understanding, pk=pk)
    keeping.end_understanding(request.actor, line, last_day=timezone.localdate())
    messages.success(request, _("The line ends today."))
    return redirect("assistance:agreed")
