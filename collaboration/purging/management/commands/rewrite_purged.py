"""``rewrite_purged``: leave no remains of purged texts in the files of the database."""

import re
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

TABLES = (
    "documents_jointdocument",
    "documents_version",
    "documents_draft",
    "documents_invitation",
    "documents_opinion",
    "documents_disposition",
    "documents_countersigning",
    "documents_upload",
    "publication_publisheddocument",
    "sealing_standingauthorisation",
    "supervision_call",
    "supervision_slip",
    "deadlines_proposal",
    "deadlines_pause",
    "audit_recordtext",
)
PATIENCE = 60  # seconds for transactions that began before the purge and can still see what was said
INTERNAL = (
    "internal_note",
    "internal_assignment",
    "incoming_entry",
    "incoming_instruction",
    "approval_act",
    "approval_step",
    "approval_houseopinion",
    "approval_finding",
)


class Command(BaseCommand):
    """PostgreSQL keeps what a row said before until its table is rewritten."""

    help = (
        "Rewrites the tables that hold texts, one after the other, so that nothing of a purged text is left in their "
        "files. Each is locked meanwhile: run it when nobody works. Logs of the server and backups are not reached."
    )
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET lock_timeout = 0")
            cursor.execute("SELECT schema FROM purge_schemas() schema")
            internal = [f'"{schema}".{name}' for (schema,) in cursor.fetchall() for name in INTERNAL]
            for table in (*(f"public.{name}" for name in TABLES), *internal):
                _rewrite(table)
                self.stdout.write(table)
        self.stdout.write(_("No remains of purged texts are left in these tables."))


def _rewrite(table: str) -> None:
    """Rewrite a table until no dead row was taken along for the sake of an older transaction."""
    patience = time.monotonic() + PATIENCE
    while kept := _kept_by(f"VACUUM (FULL, VERBOSE) {table}"):
        if time.monotonic() > patience:
            raise CommandError(
                _("%(table)s keeps %(count)d old rows for a transaction that is still open; end it and run this again.")
                % {"table": table, "count": kept}
            )
        time.sleep(1)


def _kept_by(statement: str) -> int:
    """The dead rows that the statement says it could not leave behind."""
    details: list[str] = []
    connection.ensure_connection()
    hear = lambda told: details.append(told.message_detail or "")  # noqa: E731
    connection.connection.add_notice_handler(hear)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.connection.remove_notice_handler(hear)
    return sum(int(number) for detail in details for number in re.findall(r"(\d+) dead row versions cannot", detail))
