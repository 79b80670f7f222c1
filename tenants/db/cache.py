"""Cache keys that cannot meet across tenants."""

from django.db import connection

GLOBAL_PREFIXES = ("allauth", "jwt:", "throttle")  # over all hosts: tries to sign in, tokens, public endpoints


def make_key(key: str, prefix: str, version: int) -> str:
    """The stored form of a cache key: under the tenant's schema unless it counts over all hosts."""
    space = "global" if str(key).startswith(GLOBAL_PREFIXES) else connection.schema_name
    return f"{space}:{prefix}:{version}:{key}"
