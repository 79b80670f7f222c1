"""Tries to give the right password, counted by address and by account as ``ACCOUNT_RATE_LIMITS`` says.

allauth would take and return four locks for each; the database counts a try, or takes it back, in one statement. The
rows are those that allauth reads: the moments of the tries that still count, newest first.
"""

import time
from dataclasses import dataclass

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest

APP, ACTION = "allauth.account", "login_failed"
COUNT = """
INSERT INTO public.identity_counter AS c (key, value, expires_at)
VALUES (%(key)s, jsonb_build_array(%(now)s::float8), statement_timestamp() + make_interval(secs => %(lasts)s))
ON CONFLICT (key) DO UPDATE SET expires_at = excluded.expires_at, value = excluded.value || (
    SELECT coalesce(jsonb_agg(moment ORDER BY moment DESC), '[]') FROM jsonb_array_elements(c.value) AS moment
    WHERE moment::float8 > %(now)s - %(lasts)s)
WHERE (SELECT count(*) FROM jsonb_array_elements(c.value) AS moment WHERE moment::float8 > %(now)s - %(lasts)s)
    < %(most)s
RETURNING key
"""
TAKE_BACK = """
UPDATE public.identity_counter SET value = (
    SELECT coalesce(jsonb_agg(moment ORDER BY moment DESC), '[]') FROM jsonb_array_elements(value) AS moment
    WHERE moment::float8 <> %s)
WHERE key = ANY (%s)
"""


@dataclass(frozen=True)
class Try:
    """One try that was counted."""

    keys: list[str]
    moment: float

    def rollback(self) -> None:
        """It was no failure; earlier failures stay counted."""
        with connection.cursor() as cursor:
            cursor.execute(TAKE_BACK, [self.moment, self.keys])


def count(request: HttpRequest, account: str) -> Try | None:
    """Count a try from this address on this account; None when there were too many."""
    rates = ratelimit.get_rates(app=APP, action=ACTION)
    moment, keys = time.time(), []
    with connection.cursor() as cursor:
        for rate in rates:
            key = ratelimit.get_cache_key(request, app=APP, action=ACTION, rate=rate, key=account)
            counted = {"key": cache.make_key(key), "now": moment, "lasts": rate.duration, "most": rate.amount}
            cursor.execute(COUNT, counted)
            if cursor.fetchone() is None:
                return None
            keys.append(counted["key"])
    return Try(keys, moment)
