"""A file held against a version: brought, compared, taken over into the text, forgotten."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from collaboration.documents import rules, tasks
from collaboration.documents.comparison import compare_texts
from collaboration.documents.forms import FileForm
from collaboration.documents.models import Counterpart, JointDocument
from collaboration.documents.text.problems import Remark, Unreadable
from collaboration.documents.text.refusals import in_words, refusal
from collaboration.documents.views.comparing import Way, marked_download, shown
from collaboration.documents.views.finding import document_page, number_in, step_page
from collaboration.documents.views.versions import readable
from collaboration.documents.workflow import counterparts, drafting
from collaboration.documents.workflow.versions import wording_of
from collaboration.errors import WorkflowError
from tenants.jobs.acting import whoever_asks


@require_http_methods(["GET", "POST"])
@document_page
def hold(request: HttpRequest, document: JointDocument, number: int) -> HttpResponse:
    """Bring a file to hold against a version."""
    version = readable(request, document, number)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        with transaction.atomic():
            if version.pk is None:  # what is written since the last version is kept as one first
                version = drafting.cut_version(request.actor, document)
            held = counterparts.hold_against(request.actor, version, name=file.name, content=file.read())
            tasks.recognise_counterpart.defer(public_id=str(held.pk), **whoever_asks())
        return redirect("documents:counterpart", document.public_id, held.pk)
    can_take = rules.EDIT.is_open(request.actor, document)
    context = {"document": document, "version": version, "form": form, "can_take": can_take}
    return render(request, "documents/hold.html", context, status=422 if form.errors else 200)


@require_GET
@document_page
def counterpart(request: HttpRequest, document: JointDocument, counterpart_id: UUID) -> HttpResponse:
    """The file and the version against each other, as soon as the file has been read."""
    held = _find(request, document, counterpart_id)
    if held.state == Counterpart.State.WAITING:
        return render(request, "documents/counterpart_reading.html", {"document": document, "held": held})
    if held.state == Counterpart.State.REFUSED:
        problem = Unreadable(held.result["error"]["code"], **held.result["error"]["params"])
        context = {"document": document, "held": held, "reason": refusal(problem)}
        return render(request, "documents/counterpart_refused.html", context)
    return _compared(request, document, held)


@require_GET
@document_page
def reading(request: HttpRequest, document: JointDocument, counterpart_id: UUID) -> HttpResponse:
    """The progress of the parser alone; once there is something to see, the whole page is asked for."""
    held = _find(request, document, counterpart_id)
    if held.state == Counterpart.State.WAITING:
        return render(request, "documents/_counterpart_reading.html", {"document": document, "held": held})
    address = reverse("documents:counterpart", args=[document.public_id, held.pk])
    return HttpResponse(headers={"HX-Redirect": address})


@require_GET
@document_page
def marked(request: HttpRequest, document: JointDocument, counterpart_id: UUID) -> HttpResponse:
    """What the file changes, as a Word file with tracked changes."""
    held = _find(request, document, counterpart_id, state=Counterpart.State.READ)
    new = counterparts.edited_wording(held)
    comparison = compare_texts(wording_of(held.version), new, Way.asked(request.GET).by)
    return marked_download(request, document, comparison, new, f"{new.title}.docx")


@require_POST
@step_page(rules.EDIT)
def take_over(request: HttpRequest, document: JointDocument, counterpart_id: UUID) -> HttpResponse:
    """Save the chosen changes as a new version."""
    held = _find(request, document, counterpart_id, state=Counterpart.State.READ)
    chosen = request.POST.getlist("change")
    try:
        revision = number_in(request.POST, "revision")
        saved = counterparts.take_over(request.actor, document, held, revision=revision, chosen=chosen)
    except WorkflowError as error:
        return _compared(request, document, held, chosen=chosen, error=str(error), status=409)
    messages.success(request, _("Saved as version %(number)s.") % {"number": saved.number})
    address = reverse("documents:compare", args=[document.public_id])
    return redirect(f"{address}?from={held.version.number}&to={saved.number}")


@require_POST
@document_page
def forget(request: HttpRequest, document: JointDocument, counterpart_id: UUID) -> HttpResponse:
    """Done with the file."""
    counterparts.forget(_find(request, document, counterpart_id))
    messages.success(request, _("The file is forgotten; nothing of it was kept."))
    return redirect(document)


def _find(request: HttpRequest, document: JointDocument, counterpart_id: UUID, **where: str) -> Counterpart:
    own = Counterpart.objects.visible_to(request.actor).filter(document=document, **where)
    return get_object_or_404(own.select_related("version").defer("content"), pk=counterpart_id)


def _compared(
    request: HttpRequest,
    document: JointDocument,
    held: Counterpart,
    *,
    chosen: list[str] | None = None,
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    way = Way.asked(request.GET)
    comparison = compare_texts(wording_of(held.version), counterparts.edited_wording(held), way.by)
    parts = [line.part for line in comparison.lines] + [one.block.id for one in comparison.blocks if one.kind != "same"]
    remarks = [Remark.from_json(one) for one in held.result["remarks"] if one["code"].endswith("_left_out")]
    context = {
        "document": document,
        "held": held,
        "version": held.version,
        "chosen": parts if chosen is None else chosen,
        "error": error,
        "left_out": [in_words(remark) for remark in remarks],
        "can_take": rules.EDIT.is_open(request.actor, document),
        **shown(comparison, way),
    }
    return render(request, "documents/counterpart.html", context, status=status)
