"""How long a province or city takes to join, and the whole alliance to be loaded."""

from benchmarks.harness import QUICK, Figure, database, p95, say, timed

CITIES = ("320200", "320300", "320400", "330000", "330100", "330200", "330300", "340200", "340300", "340400")


def run() -> list[Figure]:
    """Found cities one by one, then load what is missing of the alliance."""
    with database():
        from django.db import connection

        from tenants.units.founding import found
        from tenants.units.loading import load_alliance
        from tenants.units.models import Unit

        known = set(Unit.objects.values_list("code", flat=True))
        codes = [code for code in CITIES if code not in known][: 3 if QUICK else None]
        connection.ensure_connection()
        say(f"Founding {len(codes)} sites …")
        each = [timed(lambda code=code: found(code)) for code in codes]
        say("Loading the rest of the alliance …")
        whole = timed(lambda: load_alliance(report=say))
        again = timed(lambda: load_alliance(report=say))
    return [
        Figure("tenant creation, p95", round(p95(each), 3), "s", 0.5),
        Figure("the rest of the alliance", round(whole, 2), "s", 15),
        Figure("the alliance, nothing missing", round(again, 2), "s", 2),
    ]
