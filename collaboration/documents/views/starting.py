"""A new document: text in, structure recognised, corrected, begun."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.document_templates.models import Template
from collaboration.documents import tasks
from collaboration.documents.editing import KIND_LABELS, Draft
from collaboration.documents.forms import StartForm
from collaboration.documents.models import Upload
from collaboration.documents.text.manuscript import Manuscript
from collaboration.documents.text.problems import Remark, Unreadable
from collaboration.documents.text.refusals import in_words, refusal
from collaboration.documents.wording import Wording
from collaboration.documents.workflow import uploading
from collaboration.errors import WorkflowError
from tenants.audit.timeline import timeline
from tenants.identity.access import role_required
from tenants.identity.roles import Role
from tenants.jobs.acting import whoever_asks


@require_http_methods(["GET", "POST"])
@role_required(Role.HANDLER)
def start(request: HttpRequest) -> HttpResponse:
    """Choose the kind and hand the text in."""
    form = StartForm(request.POST or None, request.FILES or None, actor=request.actor, initial=_asked(request))
    if request.method == "GET" or not form.is_valid():
        return render(request, "documents/start.html", {"form": form}, status=422 if form.is_bound else 200)
    name, content = form.content
    kind, title, chosen = (form.cleaned_data[name] for name in ("kind", "title", "template"))
    template = chosen.current if chosen else None
    if form.is_written_here and not content.strip():
        return redirect(
            "documents:upload", uploading.begin_empty(request.actor, kind=kind, title=title, template=template).pk
        )
    with transaction.atomic():
        upload = uploading.take_in(request.actor, kind=kind, title=title, name=name, content=content, template=template)
        tasks.recognise_upload.defer(public_id=str(upload.pk), **whoever_asks())
    return redirect("documents:upload", upload.pk)


def _asked(request: HttpRequest) -> dict[str, str]:
    """The template that a link asks for, with its kind."""
    try:
        wanted = UUID(request.GET.get("template", ""))
    except ValueError:
        return {}
    found = Template.objects.visible_to(request.actor).offered().filter(public_id=wanted).first()
    return {"template": str(found.public_id), "kind": found.kind} if found else {}


def _find(request: HttpRequest, upload_id: UUID) -> Upload:
    uploads = Upload.objects.visible_to(request.actor).defer("content")
    return get_object_or_404(uploads.select_related("document__matter"), pk=upload_id)


@require_http_methods(["GET", "POST"])
@role_required(Role.HANDLER)
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What became of an upload: being read, refused, or its structure for correction."""
    found = _find(request, upload_id)
    if found.document:
        return redirect(found.document)
    if found.state == Upload.State.PURGED:
        context = {"order": next(iter(timeline(found.pk)), None)}
        return render(request, "documents/upload_purged.html", context, status=410)
    if found.state == Upload.State.WAITING:
        return render(request, "documents/reading.html", {"upload": found})
    if found.state == Upload.State.REFUSED:
        problem = Unreadable(found.result["error"]["code"], **found.result["error"]["params"])
        return render(request, "documents/refused.html", {"upload": found, "reason": refusal(problem)})
    return _correct(request, found)


@require_GET
@role_required(Role.HANDLER)
def reading(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The progress of the parser alone; once there is something to see, the whole page is asked for."""
    found = _find(request, upload_id)
    if found.state == Upload.State.WAITING:
        return render(request, "documents/_reading.html", {"upload": found})
    response = HttpResponse()
    response["HX-Redirect"] = reverse("documents:upload", args=[found.pk])
    return response


def _correct(request: HttpRequest, found: Upload) -> HttpResponse:
    manuscript = Manuscript.from_json(found.result)
    recognised = Wording.settled(
        title=found.title or manuscript.title,
        title_lines=() if found.title else manuscript.title_lines,
        blocks=manuscript.blocks,
    )
    draft, status, error = Draft.of(recognised), 200, ""
    if request.method == "POST":
        draft = Draft.read(request.POST)
        if request.POST.get("do") != "save":
            draft = draft.pressed(request.POST.get("do", ""))
        else:
            wording = draft.wording(recognised)
            try:
                document = uploading.begin(
                    request.actor,
                    found,
                    title=wording.title,
                    title_lines=wording.title_lines,
                    recipients=wording.recipients,
                    blocks=wording.blocks,
                )
            except WorkflowError as refused:
                status, error = 422, str(refused)
            else:
                messages.success(request, _("The draft was created. Only your unit can see it so far."))
                return redirect("documents:units", document.public_id)
    context = {
        "upload": found,
        "draft": draft,
        "kinds": KIND_LABELS,
        "error": error,
        "more": len(recognised.blocks) - draft.count,
        "warnings": [_with_place(remark, draft) for remark in manuscript.remarks],
        "manuscript": manuscript,
        "is_empty": not manuscript.blocks,
    }
    return render(request, "documents/correct.html", context, status=status)


def _with_place(remark: Remark, draft: Draft) -> tuple[str, int, str]:
    """A warning, and the number and id of the paragraph it speaks of, where it quotes one."""
    quoted = str(remark.params.get("text", "")).strip()
    places = ((number, row.id) for number, row in enumerate(draft.rows, start=1) if quoted and quoted in row.text)
    return in_words(remark), *next(places, (0, ""))
