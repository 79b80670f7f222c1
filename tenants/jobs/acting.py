"""Jobs done for a person: the ids travel in the job, the rights are looked up again when it runs."""

import functools
from collections.abc import Callable
from typing import Any

from django.db import connection
from django_tenants.utils import schema_context

from tenants.db.context import Acting, act_as, acting


def for_person(task: Callable[..., None]) -> Callable[..., None]:
    """Run the task as the person, unit and tenant that ``whoever_asks`` noted; without them as nobody."""

    @functools.wraps(task)
    def run(
        *args: Any,
        schema: str,
        user_id: int | None,
        unit_id: int | None,
        membership_id: int | None = None,
        **kwargs: Any,
    ) -> None:
        with schema_context(schema), act_as(Acting(user_id, unit_id, membership_id)):
            task(*args, **kwargs)

    return run


def whoever_asks() -> dict[str, Any]:
    """What ``for_person`` needs to know of the person at work now; pass it on when deferring the task."""
    identity = acting()
    return {
        "schema": connection.schema_name,
        "user_id": identity.user_id,
        "unit_id": identity.unit_id,
        "membership_id": identity.membership_id,
    }
