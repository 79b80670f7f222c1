"""The text is edited and saved as new versions."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.approval.workflow.submitting import at_stake
from collaboration.documents import rules
from collaboration.documents.comparison import compare, only_changes
from collaboration.documents.editing import KIND_LABELS, Draft, stretches
from collaboration.documents.models import JointDocument
from collaboration.documents.views.finding import number_in, step_page
from collaboration.documents.wording import Wording
from collaboration.documents.workflow import drafting
from collaboration.documents.workflow.versions import latest
from collaboration.documents.workflow.working import draft_of, working_text
from collaboration.errors import Stale, WorkflowError


@require_http_methods(["GET", "POST"])
@step_page(rules.EDIT)
def edit(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Change the working text without a script, stretch by stretch where it is long, and save it as a version."""
    text = working_text(document)
    if request.method == "POST":
        return _changed(request, document, text)
    draft = Draft.of(text, start=number_in(request.GET, "from", default=0))
    return _page(request, document, text, draft)


def _changed(request: HttpRequest, document: JointDocument, text: Wording) -> HttpResponse:
    draft, revision = Draft.read(request.POST), number_in(request.POST, "revision")
    if request.POST.get("do") != "save":
        return _page(request, document, text, draft.pressed(request.POST.get("do", "")), revision=revision)
    before = latest(document)
    if revision != document.revision:
        draft = draft.rebased(text)
    wording = draft.wording(text)
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
        return _both(request, document, draft, wording, str(stale))
    except WorkflowError as error:
        return _page(request, document, text, draft, revision=revision, error=str(error), status=422)
    if saved.number == before.number:
        messages.info(request, _("Nothing was changed, so no new version was saved."))
    else:
        messages.success(request, _("Saved as version %(number)s.") % {"number": saved.number})
    return redirect(document)


def _both(request: HttpRequest, document: JointDocument, draft: Draft, mine: Wording, words: str) -> HttpResponse:
    """Somebody else was quicker: both texts side by side, this one still editable over the newer."""
    theirs, saved = working_text(document), draft_of(document)
    changes = only_changes(compare(theirs.blocks, mine.blocks))
    more = {"changes": changes, "theirs": theirs, "saved": saved}
    return _page(request, document, theirs, draft, revision=saved.revision, error=words, status=409, **more)


def _page(
    request: HttpRequest,
    document: JointDocument,
    text: Wording,
    draft: Draft,
    *,
    revision: int | None = None,
    error: str = "",
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        "document": document,
        "revision": document.revision if revision is None else revision,
        "draft": draft,
        "kinds": KIND_LABELS,
        "error": error,
        "at_stake": at_stake(request.actor, document.matter),
        "stretches": stretches(len(text.blocks)),
        **more,
    }
    return render(request, "documents/edit.html", context, status=status)
