"""How pages of any space tell what became of a step."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from collaboration.errors import WorkflowError


@contextmanager
def told(request: HttpRequest, success: str) -> Iterator[None]:
    """Take a step inside the block; the person reads that it worked, or why it did not."""
    try:
        yield
    except WorkflowError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, success)
