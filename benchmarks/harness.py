"""Figures with their goals, and a database of the run's own to measure them in."""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

QUICK = "PORTAL_BENCH_QUICK" in os.environ


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; lower is better."""

    name: str
    value: float
    unit: str
    goal: float

    @property
    def ok(self) -> bool:
        return self.value <= self.goal

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"ok": self.ok}


def timed(work: Callable[[], object]) -> float:
    """Seconds that the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def p95(values: Sequence[float]) -> float:
    """The value that 95 of 100 stay below."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]


def say(line: str) -> None:
    """Progress, for whoever waits; figures alone go to standard output."""
    print(line, file=sys.stderr, flush=True)


@contextmanager
def database(role: str = "p_owner") -> Iterator[None]:
    """A PostgreSQL of this run with the test alliance; Django is set up on it and may import models inside.

    It waits for the disk as in production, unlike the one of the tests.
    """
    from tests.databases import start_cluster

    cluster = start_cluster(on_disk=True)
    os.environ.update(cluster.environment(role), DJANGO_SETTINGS_MODULE="portal.settings.test")
    try:
        _wait_for_the_disk(cluster.password("postgres"))
        import django
        from django.db import connections
        from django.test.utils import setup_test_environment

        django.setup()
        setup_test_environment()
        yield
        connections.close_all()
    finally:
        cluster.destroy()


def _wait_for_the_disk(password: str) -> None:
    import psycopg

    from tenants.db.cluster import UNSAFE

    where = {"host": os.environ["PORTAL_DB_HOST"], "port": os.environ["PORTAL_DB_PORT"], "user": "postgres"}
    with psycopg.connect(**where, dbname="postgres", password=password, autocommit=True) as superuser:
        for name in UNSAFE:
            superuser.execute(f"ALTER SYSTEM SET {name} = on")
        superuser.execute("SELECT pg_reload_conf()")


def as_application() -> None:
    """From here on Django's connection is held by row security, as every page is."""
    from django.db import connection

    connection.close()
    connection.settings_dict["OPTIONS"] = {"options": "-c role=p_app"}


def median_ms(work: Callable[[], object], times: int) -> float:
    """The middle of several runs, in milliseconds, after one that warms up."""
    work()
    return round(statistics.median(timed(work) for _ in range(times)) * 1000, 1)


def queries_of(work: Callable[[], object]) -> int:
    """How many queries the work asks, the settings of the connection and the ends of transactions included."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)
