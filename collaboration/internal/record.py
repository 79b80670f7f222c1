"""Write an internal act to the unit's own chain of a matter."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from tenants.identity.models import User


def record_internally(matter: UUID, act: str, **detail: Any) -> int:
    """Record what the acting person did in the house; ids and codes only. Returns the act's number on the chain."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT internal_record(%s, %s, %s)", [matter, act, json.dumps(detail, ensure_ascii=False)])
        return int(cursor.fetchone()[0])


def tell_internally(matter: UUID, act: str, people: Iterable[User]) -> int:
    """Tell people of the house of an internal act just recorded; as the step's last statement. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT internal_notify(%s, %s, %s)", [matter, act, [person.pk for person in people]])
        return int(cursor.fetchone()[0])
