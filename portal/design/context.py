"""What the shells show on every page, whoever reads it."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from portal.design.display import Display


def display(request: HttpRequest) -> dict[str, Any]:
    """Size, contrast, today's date, and the address of this page in the other language."""
    return {
        "display": Display.of(request),
        "today": timezone.localdate(),
        "other_language_url": other_language(request),
    }


def other_language(request: HttpRequest) -> str:
    """Public pages have their English under ``/en/``; the desk keeps one address for both."""
    path = request.path
    if path == "/en" or path.startswith("/en/"):
        return path[3:] or "/"
    return f"/en{path}"
