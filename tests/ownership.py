"""Act as the owner of the database for a moment: for rows that the application may not write."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def as_owner() -> Iterator[None]:
    """Everything inside the block is done by p_owner, who is not held by row security."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE p_owner")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE p_app")


@contextmanager
def as_system() -> Iterator[None]:
    """Everything inside the block is done by p_system, as a job of the sealer does it."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE p_system")
    try:
        yield
    finally:
        if not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET ROLE p_app")
