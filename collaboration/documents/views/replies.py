"""A unit replies to the decision that its opinion is not adopted."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from collaboration.documents import rules
from collaboration.documents.models import JointDocument, Opinion
from collaboration.documents.opinion_forms import ReplyForm
from collaboration.documents.opinions.table import with_changes
from collaboration.documents.views.finding import step_page
from collaboration.documents.workflow import replies
from collaboration.errors import WorkflowError


@require_GET
@step_page(rules.REPLY)
def reply(request: HttpRequest, document: JointDocument) -> HttpResponse:
    """Every opinion of the unit that was not adopted and still waits for its last word, each with its form."""
    own = Opinion.objects.visible_to(request.actor).filter(unit=request.actor.unit)
    waiting = replies.unreplied(document).filter(pk__in=own).select_related("round", "unit", "disposition")
    rows = [(opinion, ReplyForm(prefix=str(opinion.public_id))) for opinion in waiting]
    with_changes(opinion for opinion, _form in rows)
    return render(request, "documents/reply.html", {"document": document, "rows": rows})


@require_POST
@step_page(rules.REPLY)
def reply_to(request: HttpRequest, document: JointDocument, opinion_id: UUID) -> HttpResponse:
    """Agree, or maintain the opinion with a reason."""
    own = Opinion.objects.visible_to(request.actor).filter(unit=request.actor.unit, round__document=document)
    opinion = get_object_or_404(own.select_related("round", "unit", "disposition"), public_id=opinion_id)
    form = ReplyForm(request.POST, prefix=str(opinion_id))
    if form.is_valid():
        try:
            replies.reply(request.actor, document, opinion, **form.cleaned_data)
        except WorkflowError as error:
            form.add_error(None, str(error))
        else:
            is_done = not replies.unreplied(document).filter(unit=request.actor.unit).exists()
            return redirect(document) if is_done else redirect("documents:reply", document.public_id)
    with_changes([opinion])
    rows = [(opinion, form)]
    return render(request, "documents/reply.html", {"document": document, "rows": rows}, status=422)
