"""``rewrite_purged``: leave no remains of purged texts in the files of the database."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.translation import gettext as _

TABLES = (
    "documents_jointdocument",
    "documents_version",
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
INTERNAL = ("internal_note", "internal_assignment", "incoming_entry", "incoming_instruction")


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
                cursor.execute(f"VACUUM (FULL) {table}")
                self.stdout.write(table)
        self.stdout.write(_("No remains of purged texts are left in these tables."))
