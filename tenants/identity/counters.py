"""Counts of tries and once-only codes, in the database: shared by all processes, and no restart forgets them.

As a cache: keys of ``GLOBAL_PREFIXES`` (allauth's limits, throttles of public endpoints) go to ``identity_counter``,
everything else stays in this process.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection
from django.utils import timezone

from tenants.db.cache import GLOBAL_PREFIXES
from tenants.identity.models import Counter

PUT = """
INSERT INTO public.identity_counter (key, value, expires_at) VALUES (%s, %s::jsonb, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
"""
FOREVER = timedelta(days=365)
TAKE = """
INSERT INTO public.identity_counter AS c (key, value, expires_at) VALUES (%s, %s::jsonb, %s)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at
WHERE c.expires_at <= statement_timestamp() RETURNING key
"""


class SharedCounters(LocMemCache):
    """This process's cache, but one table for whatever counts tries."""

    def _is_shared(self, key: str) -> bool:
        return str(key).startswith(GLOBAL_PREFIXES)

    def _stored(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version)

    def _until(self, timeout: Any) -> datetime:
        if timeout is DEFAULT_TIMEOUT:
            timeout = self.default_timeout
        return timezone.now() + (FOREVER if timeout is None else timedelta(seconds=timeout))

    def _row(self, key: str, value: Any, timeout: Any, version: int | None) -> list[Any]:
        prepared = Counter._meta.get_field("value").get_db_prep_save(value, connection)
        return [self._stored(key, version), prepared, self._until(timeout)]

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        if not self._is_shared(key):
            return super().get(key, default, version)
        row = Counter.objects.filter(pk=self._stored(key, version), expires_at__gt=timezone.now()).first()
        return row.value if row else default

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        if not self._is_shared(key):
            super().set(key, value, timeout, version)
            return
        with connection.cursor() as cursor:
            cursor.execute(PUT, self._row(key, value, timeout, version))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Put it there unless it is there: of two processes at once, exactly one hears True."""
        if not self._is_shared(key):
            return super().add(key, value, timeout, version)
        with connection.cursor() as cursor:
            cursor.execute(TAKE, self._row(key, value, timeout, version))
            return cursor.fetchone() is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        if not self._is_shared(key):
            return super().delete(key, version)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM public.identity_counter WHERE key = %s", [self._stored(key, version)])
            return bool(cursor.rowcount)
