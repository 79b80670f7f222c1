"""What may be recorded of the files of a matter and of its end; every kind of matter with files takes them in."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

FILE_ACTS = {
    "file_kept": Act(_("File added")),
    "file_refused": Act(_("File refused when it was checked")),
    "check_asked": Act(_("Check of a file asked for again")),
    "files_shared": Act(_("Files handed to the other side")),
    "file_opened": Act(_("File opened")),
    "file_removed": Act(_("File removed before it was handed over")),
    "file_let_through": Act(_("File let through unscanned by the administrator")),
    "dossier_taken": Act(_("Dossier taken out as one parcel")),
    "archive_confirmed": Act(_("Archived in the unit's own dossier")),
    "held": Act(_("Legal hold set")),
    "hold_lifted": Act(_("Legal hold lifted")),
    "hiding_announced": Act(_("Will be hidden from daily work in two weeks")),
    "erasing_announced": Act(_("Will be erased in 30 days, unless a signatory sets a legal hold")),
    "hidden": Act(_("Hidden from daily work; the term after archiving has passed")),
    "erased": Act(_("Erased at the end of its term")),
}

SCHEDULE = "retention"
SCHEDULE_ACTS = {"rule_set": Act(_("Line added to the retention schedule"))}
