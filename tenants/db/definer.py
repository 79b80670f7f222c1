"""Calling a function of the database that checks and writes for itself, with words for what it refuses."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.functional import Promise

Refusals = Mapping[str, tuple[type[Exception], Promise]]
"""What to raise and say, by SQLSTATE, or by ``SQLSTATE:constraint`` where one state has several meanings."""


def call(function: str, parameters: Sequence[Any], refusals: Refusals) -> Any:
    """The answer of ``function(%s, …)``; what it refuses is raised in words, anything unexpected stays an error."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}", parameters)
            return cursor.fetchone()[0]
    except DatabaseError as error:
        cause: Any = error.__cause__
        state = getattr(cause, "sqlstate", "")
        constraint = getattr(getattr(cause, "diag", None), "constraint_name", "")
        refusal = refusals.get(f"{state}:{constraint}") or refusals.get(state)
        if refusal is None:
            raise
        raised, words = refusal
        raise raised(str(words)) from error
