"""How long a province or city takes to join, among few tenants and among many, and the whole alliance to be loaded."""

from benchmarks.crowd import stamp_crowd
from benchmarks.harness import QUICK, Figure, database, p95, say, timed

MANY = 30 if QUICK else 400


def run() -> list[Figure]:
    """Found cities one by one, half of them among many others; then load what is missing of the alliance."""
    with database():
        from django.db import connection

        from tenants.units.founding import found
        from tenants.units.loading import load_alliance
        from tenants.units.models import Unit

        def found_each(codes: list[str]) -> float:
            connection.ensure_connection()
            return p95([timed(lambda code=code: found(code)) for code in codes])

        known = set(Unit.objects.values_list("code", flat=True))
        cities = [f"{province}{number:02}00" for province in (32, 33, 34) for number in range(2, 9)]
        codes = [code for code in cities if code not in known][: 7 if QUICK else 21]
        found(codes.pop())  # loads the divisions of the country and how their names are read, once per process
        few, many = codes[::2], codes[1::2]
        say(f"Founding {len(few)} sites …")
        among_few = found_each(few)
        stamp_crowd(0, MANY - len(known) - len(few) - 1)
        say(f"Founding {len(many)} sites …")
        among_many = found_each(many)
        say("Loading the rest of the alliance …")
        whole = timed(lambda: load_alliance(report=say))
        again = timed(lambda: load_alliance(report=say))
    return [
        Figure("tenant creation, p95", round(among_few, 3), "s", 0.5),
        Figure(f"tenant creation among {MANY}, p95", round(among_many, 3), "s", 0.5),
        Figure(f"the {45 - 7 - len(codes) - 1} other sites of the alliance", round(whole, 2), "s", 15),
        Figure("the alliance, nothing missing", round(again, 2), "s", 2),
    ]
