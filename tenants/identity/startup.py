"""What a web process or worker refuses to start on: the wrong database role, or a demonstration taken for real."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from tenants.identity import installation
from tenants.identity.models import Installation, User

POWERS = """
SELECT r.rolsuper, r.rolbypassrls,
    session_user IN ('p_owner', 'p_writer') OR pg_has_role(session_user, 'p_owner', 'MEMBER')
    OR pg_has_role(session_user, 'p_writer', 'MEMBER')
FROM pg_roles r WHERE r.rolname = session_user
"""
further: list[Callable[[], Iterator[str]]] = []  # apps add in ready() what they object to


def refuse_unfit() -> None:
    """End this process with a sentence for each objection. Safe to call where an event loop runs already."""
    with ThreadPoolExecutor(1) as elsewhere:
        found = elsewhere.submit(_objections_of_a_new_connection).result()
    if found:
        sys.exit("\n".join(["This process must not serve:", *found]))


def _objections_of_a_new_connection() -> list[str]:
    try:
        return list(objections())
    finally:
        connection.close()


def objections() -> Iterator[str]:
    """Why this process must not serve, as sentences; none when all is well."""
    yield from _powers()
    if not secret_key() or secret_key().startswith("django-insecure"):
        yield "The secret key of this installation is missing or a default one."
    yield from _mode()
    for more in further:
        yield from more()


def secret_key() -> str:
    """The key of the settings; empty where there is none."""
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return ""


def _powers() -> Iterator[str]:
    """``SET ROLE`` can be undone, so it is the login that counts."""
    with connection.cursor() as cursor:
        cursor.execute(POWERS)
        is_superuser, bypasses, owns = cursor.fetchone()
    if is_superuser or bypasses:
        yield "The database login is a superuser or passes row security by; log in as p_app or p_system."
    elif owns:
        yield "The database login may act as the owner of the tables; log in as p_app or p_system."


def _mode() -> Iterator[str]:
    mode = installation.mode()
    if not mode:
        yield "The database has not been prepared yet: run prepare_database first."
    elif settings.DEMO and mode != Installation.Mode.DEMO:
        yield "This database holds a production portal; the demonstration does not run on it."
    elif settings.MODE == "production":
        if mode == Installation.Mode.DEMO:
            yield "This database was made for a demonstration and stays one; make a new one for production."
        if User.objects.filter(is_demo=True).exists():
            yield "This database holds demonstration identities."
