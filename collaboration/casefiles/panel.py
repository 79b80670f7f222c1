"""The card of files on the page of a matter; spaces put it where their pages have room."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from collaboration.casefiles import rules, storing
from collaboration.casefiles.models import UNFIT, Unfinished
from collaboration.casefiles.vault import PIECE
from collaboration.matters import confidences
from collaboration.matters.models import Matter


def panel(request: HttpRequest, matter: Matter, *, is_beside_form: bool = False) -> str | None:
    """What of the files the acting unit sees and may do; nothing for units that do not work on the matter.

    Beside a form nothing in it is sent by leaving the page, for what was typed would be lost: the step of the form
    hands the files over.
    """
    actor = request.actor
    if not rules.works_on(actor, matter):
        return None
    files = storing.listed(actor, matter)
    can_add = rules.can_add(actor, matter)
    context = {
        "matter": matter,
        "files": files,
        "can_add": can_add,
        "is_hidden": rules.is_hidden(actor, matter),
        "is_over": matter.closed_at is not None,
        "own_unit": actor.unit.pk,
        "is_beside_form": is_beside_form,
        "waits": not is_beside_form
        and any(one.file.shared_at is None and one.file.state not in UNFIT for one in files),
        "unfinished": _unfinished(request, matter) if can_add else [],
        "piece": PIECE,
        "uploads": reverse("casefiles:finish", args=[matter.public_id]).removesuffix("finish/"),
        "is_alone": matter.parties == [actor.unit.pk],
    }
    return render_to_string("casefiles/_panel.html", context, request)


def _unfinished(request: HttpRequest, matter: Matter) -> list[dict[str, object]]:
    """Uploads that were cut off, to go on with by choosing the same file again."""
    rows = list(Unfinished.objects.visible_to(request.actor).filter(matter=matter))
    names = confidences.reveal_all(matter, [row.name for row in rows]) if rows else []
    return [
        {"pk": row.pk, "name": words["name"], "done": min(row.parts * PIECE, row.size), "size": row.size}
        for row, words in zip(rows, names, strict=True)
    ]
