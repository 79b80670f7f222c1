"""How every page finds its letter."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from collaboration.letters.models import Letter
from collaboration.letters.rules import Rule
from collaboration.matters.pages import View, for_step
from tenants.identity.access import acting_required


def letter_page(view: View) -> View:
    """A page on one letter, for everybody who sees it; nothing is left of a purged one."""

    @acting_required
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID, **kwargs: Any) -> HttpResponse:
        found = get_object_or_404(Letter.objects.visible_to(request.actor).with_units(), matter__public_id=public_id)
        if found.matter.is_purged:
            raise Http404
        return view(request, found, **kwargs)

    return guarded


def step_page(rule: Rule) -> Callable[[View], View]:
    """A page for one step on a letter."""
    return for_step(rule, letter_page)
