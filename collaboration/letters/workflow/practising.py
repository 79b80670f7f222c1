"""A unit's administrator sets how it goes about letters; told in the unit's own record."""

from collections.abc import Mapping

from django.db import connection, transaction

from collaboration.assistance.models import RequestKind
from collaboration.errors import NotAllowed
from collaboration.letters.models import Practice
from tenants.identity.actor import Actor
from tenants.identity.roles import Role

WAYS = {"sealed": (True, True), "signed": (True, False), "handler": (False, False)}


def word_of(row: Practice) -> str:
    """The way a row stands for."""
    return next(word for word, (by_letter, sealed) in WAYS.items()
                if (by_letter, by_letter and sealed) == (row.by_letter, row.by_letter and row.is_sealed))  # fmt: skip


@transaction.atomic
def set_ways(actor: Actor, ways: Mapping[RequestKind | None, str]) -> None:
    """Set, change or take back the way of every kind named."""
    if not actor.has(Role.UNIT_ADMINISTRATOR):
        raise NotAllowed
    with connection.cursor() as cursor:
        for kind, word in ways.items():
            by_letter, is_sealed = WAYS.get(word, (None, None))
            cursor.execute("SELECT letters_practise(%s, %s, %s)", [kind.code if kind else None, by_letter, is_sealed])
