"""Write to a person's own chain of the record what they did with their account."""

import json
from typing import Any

from django.db import connection

from tenants.identity.models import User


def record_account(person: User, act: str, **detail: Any) -> int:
    """Record an act of a person on their own account; a refused sign-in may be recorded by nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account_record(%s, %s, %s)", [person.pk, act, json.dumps(detail)])
        return int(cursor.fetchone()[0])
