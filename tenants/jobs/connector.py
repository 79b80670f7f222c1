"""How jobs get into the queue: procrastinate's way, made to bear row security."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import UniqueViolation
from procrastinate.manager import QUEUEING_LOCK_CONSTRAINT
from psycopg import errors


@contextmanager
def _telling_what_is_taken() -> Iterator[None]:
    """PostgreSQL hides which key was taken where rows are secured; procrastinate asserts that it is told.

    Without this a worker that was busy while its periodic jobs fell due again would end.
    """
    try:
        yield
    except AssertionError as error:
        taken = error.__context__
        if not isinstance(taken, errors.UniqueViolation) or taken.diag.constraint_name != QUEUEING_LOCK_CONSTRAINT:
            raise
        raise UniqueViolation(constraint_name=QUEUEING_LOCK_CONSTRAINT, queueing_lock=None) from taken


class Connector(DjangoConnector):
    """Django's connection; a job whose like waits already is refused as such."""

    @_telling_what_is_taken()
    def execute_query_one(self, query: Any, **arguments: Any) -> dict[str, Any]:
        return super().execute_query_one(query, **arguments)

    @_telling_what_is_taken()
    def execute_query_all(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        return super().execute_query_all(query, **arguments)


def use(app: App) -> None:
    """Let all tasks go through ours; procrastinate calls this when it is ready."""
    app.connector = app.job_manager.connector = Connector()
