from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collaboration.internal.forms import NoteForm
from collaboration.internal.notes import add_note, notes_on
from collaboration.matters.kinds import GONE, kind_of
from collaboration.matters.models import Matter
from tenants.identity.access import acting_required


@require_http_methods(["GET", "POST"])
@acting_required
def notes(request: HttpRequest, matter: UUID) -> HttpResponse:
    """The unit's internal notes on a matter it may see, and the form for another one."""
    found = get_object_or_404(Matter.objects.visible_to(request.actor), public_id=matter)
    if found.is_purged and kind_of(found.kind) is not GONE:
        return redirect(kind_of(found.kind).url_name, matter)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_note(matter, request.actor, form.cleaned_data["text"])
        messages.success(request, _("The note was added to your unit's internal file."))
        return redirect("internal:notes", matter)
    kind = kind_of(found.kind)
    context = {
        "matter": found,
        "title": kind.titles([found.pk]).get(found.pk, ""),
        "url_name": kind.url_name,
        "notes": notes_on(matter, request.actor),
        "form": form,
    }
    return render(request, "internal/notes.html", context)
