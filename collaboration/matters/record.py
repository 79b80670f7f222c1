"""Write an act on a matter to the record: once per step, before the notices, as one of its last statements."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from collaboration.matters.models import Matter
from tenants.units.models import Unit


def record(
    matter: Matter,
    act: str,
    *,
    texts: Mapping[str, str] | None = None,
    among: Iterable[Unit] | None = None,
    **detail: Any,
) -> int:
    """Record that the acting person did this; returns the act's number on the matter's chain.

    ``detail`` holds ids, codes and digests only; free text goes into ``texts``, beside the chain, to be erasable. Of
    the units that only got something of the matter, no other than those it is ``among`` reads of it; what such a unit
    does itself, no other such unit reads.
    """
    written = [json.dumps(value, ensure_ascii=False) for value in (detail, texts or {})]
    units = None if among is None else [unit.pk for unit in among]
    with connection.cursor() as cursor:
        cursor.execute("SELECT record(%s, %s, %s, %s, %s)", [matter.public_id, act, *written, units])
        return int(cursor.fetchone()[0])


def record_carried_out(
    matter: Matter, act: str, *, unit_id: int, texts: Mapping[str, str] | None = None, **detail: Any
) -> int:
    """Record what a job of the system did to carry out a recorded decision of this unit. For p_system alone."""
    written, beside = (json.dumps(value, ensure_ascii=False) for value in (detail, texts or {}))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record_carried_out(%s, %s, %s, %s, %s)", [matter.public_id, act, written, unit_id, beside]
        )
        return int(cursor.fetchone()[0])
