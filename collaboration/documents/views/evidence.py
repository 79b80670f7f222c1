"""The evidence bundle of a document: asked for, signed by the portal, taken along."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from collaboration.documents import rules
from collaboration.documents.models import Evidence, JointDocument
from collaboration.documents.views.finding import document_page, step_page, told
from collaboration.documents.workflow import evidence as workflow


@require_http_methods(["GET", "POST"])
@step_page(rules.EVIDENCE)
def evidence(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """What the bundle holds, and the bundles that the unit asked for."""
    if request.method == "POST":
        with told(request, _("The bundle is put together; the portal signs it within a minute.")):
            workflow.ask_for_evidence(request.actor, document)
        return redirect("documents:evidence", document.public_id)
    made = Evidence.objects.visible_to(request.actor).filter(document=document).select_related("user")
    return render(request, "documents/evidence.html", {"document": document, "made": made})


@require_GET
@document_page
def evidence_file(request: HttpRequest, document: JointDocument, digest: str) -> HttpResponse:
    """One signed bundle."""
    made = Evidence.objects.visible_to(request.actor).filter(document=document, file_sha256=digest).first()
    if made is None or made.signed_at is None:
        raise Http404
    answer = HttpResponse(workflow.packed(made), content_type="application/zip")
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"evidence-{digest[:12]}.zip")
    return answer
