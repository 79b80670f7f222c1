"""The content policy of Wagtail's administration, which needs inline scripts and shows pages inside its own."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.constants import HEADER
from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def editing_policy(view: View) -> View:
    """Answer with the policy of editing, also where a preview brings along the strict one of the page it shows."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers.pop(HEADER, None)
        response._csp_replace = settings.EDITING_POLICY
        return response

    return answered
