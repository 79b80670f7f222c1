"""Is every chain of the record whole? Needs a role that sees all of it: the owner or the system."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

BREAKS = """
    SELECT chain, number, problem FROM (
        SELECT r.chain, r.number,
               CASE WHEN r.number <> coalesce(lag(r.number) OVER w, 0) + 1 THEN 'gap'
                    WHEN r.previous <> coalesce(lag(r.digest) OVER w, '\\x') THEN 'previous'
                    WHEN r.digest <> audit_digest_v1(r.previous, r.chain, r.number, r.kind, r.act, r.at, r.user_id,
                                                     r.unit_id, r.detail, r.parties) THEN 'digest' END AS problem
        FROM audit_record r WINDOW w AS (PARTITION BY r.chain ORDER BY r.number)) links
    WHERE problem IS NOT NULL
    UNION ALL
    SELECT h.chain, h.number, 'head' FROM audit_head h LEFT JOIN LATERAL (
        SELECT r.number, r.digest FROM audit_record r
        WHERE r.chain = h.chain ORDER BY r.number DESC LIMIT 1) last ON true
    WHERE last.number IS DISTINCT FROM h.number OR last.digest IS DISTINCT FROM h.digest
    UNION ALL
    SELECT DISTINCT r.chain, r.number, 'headless' FROM audit_record r
    WHERE NOT EXISTS (SELECT FROM audit_head h WHERE h.chain = r.chain)
    UNION ALL
    SELECT t.chain, t.number, 'text' FROM audit_recordtext t
    JOIN audit_record r ON r.chain = t.chain AND r.number = t.number
    WHERE t.text IS NOT NULL AND r.detail::jsonb ->> (t.name || '_digest')
          IS DISTINCT FROM encode(sha256(convert_to(t.salt || t.text, 'UTF8')), 'hex')
    ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Break:
    """A link that does not hold: the chain, the number, and in what way."""

    chain: str
    number: int
    problem: str


def breaks() -> Iterator[Break]:
    """Every broken link of every chain, in the order of chain and number."""
    with connection.cursor() as cursor:
        cursor.execute(BREAKS)
        yield from (Break(str(chain), number, problem) for chain, number, problem in cursor.fetchall())


def heads() -> tuple[int, str]:
    """How many chains there are, and one SHA-256 over all their heads in order."""
    digest = hashlib.sha256()
    count = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT chain, number, digest FROM audit_head ORDER BY chain")
        for chain, number, head in cursor.fetchall():
            digest.update(f"{chain}:{number}:".encode() + bytes(head))
            count += 1
    return count, digest.hexdigest()
