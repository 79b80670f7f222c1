"""How the pages of any space guard a step and tell what became of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from collaboration.errors import WorkflowError
from collaboration.matters.steps import Rule

View = Callable[..., HttpResponse]


@contextmanager
def told(request: HttpRequest, success: str) -> Iterator[None]:
    """Take a step inside the block; the person reads that it worked, or why it did not."""
    try:
        yield
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, success)


def refuse(form: Form, error: WorkflowError) -> None:
    """Let a form say why the step was not taken, beside the field that is at fault."""
    form.add_error(error.field if error.field in form.fields else None, str(error))


def for_step(rule: Rule[Any], page: Callable[[View], View]) -> Callable[[View], View]:
    """A page for one step: refused to those who may never take it, and led back while it is not time for it.

    ``page`` finds what the address names and gives it to the view.
    """

    def decorate(view: View) -> View:
        @page
        @wraps(view)
        def guarded(request: HttpRequest, thing: Any, **kwargs: Any) -> HttpResponse:
            if not rule.allows(request.actor, thing):
                raise PermissionDenied(str(rule.not_allowed))
            if thing.status not in rule.states:
                messages.error(request, str(rule.wrong_state))
                return redirect(thing)
            return view(request, thing, **kwargs)

        return guarded

    return decorate
