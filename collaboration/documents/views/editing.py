"""The text is edited and saved as new versions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.documents import rules
from collaboration.documents.comparison import compare, only_changes
from collaboration.documents.editing import KIND_LABELS, Draft, stretches
from collaboration.documents.models import JointDocument, Version
from collaboration.documents.views.finding import number_in, step_page
from collaboration.documents.workflow import drafting
from collaboration.documents.workflow.versions import latest, wording_of
from collaboration.errors import Stale, WorkflowError


@require_http_methods(["GET", "POST"])
@step_page(rules.EDIT)
def edit(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Change the newest text, stretch by stretch where it is long."""
    version = latest(document)
    if request.method == "POST":
        return _changed(request, document, version)
    draft = Draft.of(wording_of(version), start=number_in(request.GET, "from", default=0))
    return _page(request, document, version, draft)


def _changed(request: HttpRequest, document: JointDocument, version: Version) -> HttpResponse:
    draft, revision = Draft.read(request.POST), number_in(request.POST, "revision")
    if request.POST.get("do") != "save":
        return _page(request, document, version, draft.pressed(request.POST.get("do", "")), revision=revision)
    began_on = document.versions.filter(number=number_in(request.POST, "version")).first() or version
    wording = draft.wording(wording_of(began_on))
    try:
        saved = drafting.save_version(
            request.actor,
            document,
            revision=revision,
            title=wording.title,
            title_lines=wording.title_lines,
            recipients=wording.recipients,
            blocks=wording.blocks,
            note=draft.note,
        )
    except Stale as stale:
        return _both(request, document, began_on, draft, str(stale))
    except WorkflowError as error:
        return _page(request, document, began_on, draft, revision=revision, error=str(error), status=422)
    if saved.number == began_on.number:
        messages.info(request, _("Nothing was changed, so no new version was saved."))
    else:
        messages.success(request, _("Saved as version %(number)s.") % {"number": saved.number})
    return redirect(document)


def _both(request: HttpRequest, document: JointDocument, began_on: Version, draft: Draft, words: str) -> HttpResponse:
    """Somebody else was quicker: both texts side by side, this one still editable over the newer."""
    document.refresh_from_db(fields=["revision"])
    newest = latest(document)
    theirs, base = wording_of(newest), wording_of(began_on)
    mine = draft.wording(base)
    draft = draft.rebased(base, theirs)
    changes = only_changes(compare(theirs.blocks, mine.blocks))
    return _page(request, document, newest, draft, error=words, status=409, changes=changes, theirs=newest)


def _page(
    request: HttpRequest,
    document: JointDocument,
    version: Version,
    draft: Draft,
    *,
    revision: int | None = None,
    error: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "document": document,
        "version": version,
        "revision": document.revision if revision is None else revision,
        "draft": draft,
        "kinds": KIND_LABELS,
        "error": error,
        "stretches": stretches(len(version.blocks)),
        **more,
    }
    return render(request, "documents/edit.html", context, status=status)
