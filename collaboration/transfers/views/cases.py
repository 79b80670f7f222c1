"""Hand a case over, take it, report back what becomes of it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.assistance.models import AssistanceRequest
from collaboration.assistance.views.finding import request_page
from collaboration.errors import WorkflowError
from collaboration.transfers import papers, rules
from collaboration.transfers.forms import ListForm, ReasonForm, ReportForm, SignListForm, TakeForm, as_lines
from collaboration.transfers.models import HandOver, Stage
from collaboration.transfers.workflow import handing_over, reporting
from collaboration.transfers.workflow.reporting import Told
from tenants.identity.access import acting_required


def _allowed(is_so: Callable[..., bool], request: HttpRequest, asked: AssistanceRequest) -> None:
    if not is_so(request.actor, asked):
        raise PermissionDenied(_("It is not time for this, or not yours to do."))


@require_http_methods(["GET", "POST"])
@request_page
def hand_over(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Write the list; what was asked with gives its first lines."""
    _allowed(rules.hands_over, request, asked)
    kept = rules.open_list(asked)
    if kept and kept.handed_at:
        messages.info(request, _("The list was signed already; the other side has it."))
        return redirect(asked)
    written = [asked.answers.get(name, "") for name in ("file", "seized")] if not asked.hand_overs.exists() else []
    initial = as_lines(kept.items) if kept else "\n".join(one for one in written if one)
    form = ListForm(request.POST or None, initial={"items": initial})
    if request.method == "POST" and form.is_valid():
        try:
            handing_over.write(request.actor, asked, form.cleaned_data["items"])
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            return redirect("transfers:sign", asked.public_id)
    return render(
        request, "transfers/hand_over.html", {"asked": asked, "form": form}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "POST"])
@request_page
def sign(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Read the list once more and sign for it."""
    _allowed(rules.hands_over, request, asked)
    kept = rules.open_list(asked)
    if kept is None or kept.handed_at:
        return redirect("transfers:hand_over" if kept is None else asked, *([asked.public_id] if kept is None else []))
    subject = handing_over.subject_of(handing_over.HAND, kept)
    form = SignListForm(request.POST or None, actor=request.actor, subject=subject)
    if request.method == "POST" and form.is_valid():
        try:
            handing_over.sign(request.actor, kept, prove=form.prove)
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Signed. The other side checks what arrives and signs for it."))
        return redirect(asked)
    return render(request, "transfers/sign.html", {"asked": asked, "kept": kept, "form": form},
                  status=422 if form.errors else 200)  # fmt: skip


@require_http_methods(["GET", "POST"])
@request_page
def take_over(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Hold what arrived against the list and sign for it."""
    _allowed(rules.takes_over, request, asked)
    kept = rules.open_list(asked)
    if kept is None or not kept.handed_at:
        return redirect(asked)
    subject = handing_over.subject_of(handing_over.TAKE, kept)
    form = TakeForm(request.POST or None, actor=request.actor, subject=subject)
    if request.method == "POST" and form.is_valid():
        try:
            handing_over.take(request.actor, kept, remark=form.cleaned_data["remark"], prove=form.prove)
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Signed. Report back what becomes of the case, stage by stage."))
        return redirect(asked)
    return render(request, "transfers/sign.html", {"asked": asked, "kept": kept, "form": form, "is_taking": True},
                  status=422 if form.errors else 200)  # fmt: skip


@require_http_methods(["GET", "POST"])
@request_page
def send_back(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """What arrived is not what stands on the list."""
    _allowed(rules.takes_over, request, asked)
    kept = rules.open_list(asked)
    if kept is None:
        return redirect(asked)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            handing_over.send_back(request.actor, kept, reason=form.cleaned_data["reason"])
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Sent back; the other side writes the list anew."))
            return redirect(asked)
    words = {"question": _("Send the hand-over list back?"), "submit": _("Send the list back")}
    return render(request, "assistance/step.html", {"asked": asked, "form": form, **words},
                  status=422 if form.errors else 200)  # fmt: skip


@require_http_methods(["GET", "POST"])
@request_page
def report(request: HttpRequest, asked: AssistanceRequest) -> HttpResponse:
    """Report the next stage of the case."""
    _allowed(rules.takes_over, request, asked)
    stage = rules.next_stage(asked)
    if stage is None:
        return redirect(asked)
    form = ReportForm(stage, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reporting.report(request.actor, asked, Told(stage=stage, **form.cleaned_data))
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Reported; the unit that transferred the case was told."))
            return redirect(asked)
    words = {
        "question": _("Report back: %(stage)s") % {"stage": Stage(stage).label},
        "explanation": _("The unit that transferred the case reads it; the case stays open there until its end."),
        "submit": _("Report back"),
    }
    return render(request, "assistance/step.html", {"asked": asked, "form": form, **words},
                  status=422 if form.errors else 200)  # fmt: skip


@require_GET
@acting_required
def paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A signed list as PDF, for the two sides."""
    seen = HandOver.objects.filter(request__in=AssistanceRequest.objects.visible_to(request.actor))
    kept = get_object_or_404(seen.exclude(handed_at=None), public_id=public_id)
    pdf = papers.hand_over_list(
        AssistanceRequest.objects.visible_to(request.actor).with_units().get(pk=kept.request_id), kept
    )
    name = f'inline; filename="hand-over-{kept.number}.pdf"'
    return HttpResponse(pdf, content_type="application/pdf", headers={"Content-Disposition": name})
