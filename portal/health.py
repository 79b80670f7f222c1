"""Is everything a visitor needs alive? Told without secrets."""

from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse

from portal import VERSION
from tenants.jobs import heartbeat
from tenants.realtime import bus


def answer() -> HttpResponse:
    """200 when database, worker and bus are alive, else 503 naming what is down."""
    database = _database()
    state = {
        "database": database,
        "worker": database and heartbeat.is_fresh(),
        "bus": bus.is_listening(),
    }
    down = [name for name, alive in state.items() if not alive]
    body = {name: "ok" if alive else "down" for name, alive in state.items()}
    return JsonResponse({**body, "down": down, "version": VERSION}, status=503 if down else 200)


def _database() -> bool:
    connection.set_schema_to_public()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
