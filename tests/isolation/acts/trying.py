"""An act is tried over HTTP by somebody and taken back; what it changed tells whether they may.

A refusal can be a 403, a 404, a message or words beside a field: what all of them share is that every row of every
table is afterwards what it was before.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client

from tenants.identity.actor import Actor
from tests.factories.people import PASSWORD
from tests.isolation.acts.cast import MATTER
from tests.ownership import as_owner

Data = Mapping[str, object]
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
WRITTEN = """
SELECT format('%I.%I', n.nspname, c.relname), written FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace,
LATERAL (SELECT pg_stat_get_xact_tuples_inserted(c.oid) + pg_stat_get_xact_tuples_updated(c.oid)
                + pg_stat_get_xact_tuples_deleted(c.oid) AS written) w
WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_|information_schema|u_template)' AND written > 0
"""
NO_ACT = {"public.identity_actchallenge", "public.identity_session"}  # a page asks anew for a proof, or keeps a message
CONFIRMED = {"proof_password": PASSWORD}


@dataclass(frozen=True)
class Attempt:
    """One act on one thing of a unit or of a person, with everything its form asks for."""

    address: str
    path: str = ""
    data: Data | Callable[[Actor], Data] = field(default_factory=dict)
    act: str = ""  # which of several acts of one address
    sides: Mapping[str, str] = field(default_factory=lambda: MATTER)  # what the units around the thing are to it
    reads: bool = False  # the page hands out fields that have to come back
    before: Callable[[Actor], str] | None = None  # makes what this person acts on, and says where
    is_json: bool = False  # sent by a script, not by a form
    is_reached: bool = False  # acts on nothing but the person's own session: whoever gets there may

    @property
    def name(self) -> tuple[str, str]:
        """As the table calls it."""
        return self.address, self.act

    def given(self, actor: Actor) -> Data:
        """What this person sends."""
        return self.data(actor) if callable(self.data) else self.data


@contextmanager
def taken_back() -> Iterator[None]:
    """Nothing of the block stays."""
    mark = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(mark)


def changed(browser: Client, attempt: Attempt, actor: Actor, path: str) -> set[str]:
    """The tables that the act changed, all of it taken back. Empty where it was refused."""
    data = dict(attempt.given(actor))
    if attempt.reads:
        data = dict(_hidden(browser, path)) | data
    counts = _written()
    with taken_back():
        browser.post(path, data, **({"content_type": "application/json"} if attempt.is_json else {}))
        touched = {table for table, count in _written().items() if count != counts.get(table)} - NO_ACT
        sums = {table: _sum(table) for table in touched}
    return {table for table, after in sums.items() if after != _sum(table)}


def posted(browser: Client, path: str) -> HttpResponse:
    """What a POST that says nothing is answered; afterwards the person is signed in, or not, as before."""
    cookies = browser.cookies.copy()
    with taken_back():
        answer = browser.post(path)
    browser.cookies = cookies
    return answer


def reached(browser: Client, attempt: Attempt) -> bool:
    """Whether somebody comes as far as the page itself."""
    answer = posted(browser, attempt.path)
    sent_away = answer.status_code == 302 and answer["Location"].startswith("/accounts/login/?next=")
    return not sent_away and answer.status_code not in (403, 404)


def _hidden(browser: Client, path: str) -> Iterator[tuple[str, str]]:
    found = browser.get(path)
    return ((name, unescape(value)) for name, value in HIDDEN.findall(found.content.decode(errors="replace")))


def _written() -> dict[str, int]:
    """How many rows of which tables this transaction tried to write; what was rolled back counts too."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN)
        return dict(cursor.fetchall())


def _sum(table: str) -> str:
    """A digest over all rows, whoever may see them."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {table} t")
        return str(cursor.fetchone()[0])
