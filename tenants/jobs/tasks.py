"""Jobs of the ground itself."""

from typing import Any

from django.utils.module_loading import import_string
from django_tenants.utils import schema_context
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(queue="person", retry=RetryStrategy(max_attempts=5, exponential_wait=2))
def run_wagtail_task(*, schema: str, path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run one of Wagtail's tasks (search index, references) in the tenant that asked for it."""
    with schema_context(schema):
        import_string(path).func(*args, **kwargs)
