"""What people read about a finding."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collaboration.documents.proofreading.findings import Finding

SENTENCES: dict[str, str | Promise] = {
    "half_width": _("A half-width mark in Chinese text."),
    "doubled_mark": _("The same mark twice."),
    "doubled_word": _("The same word twice."),
    "no_partner": _("A bracket or quotation mark without its partner."),
    "date_broken": _("There is no such day."),
    "span_backwards": _("The period ends before it begins."),
    "weekday_wrong": _("The date falls on another day of the week."),
    "leading_zero": _("Months and days are written without a leading zero."),
    "number_broken": _("The document number lacks its year or its running number."),
    "name_differs": _("Almost the name of a unit that signs, but not quite."),
    "part_missing": _("A required part is missing. None of these words stands in the text: %(words)s."),
    "placeholder": _("Something is still to be filled in here."),
    "recipients_missing": _("The document names no recipients."),
    "title_names_no_kind": _("The title does not end with the kind of the document."),
    "attachment_empty": _("The attachment begins here but has no content."),
    "attachment_not_included": _("This attachment is listed but does not follow."),
    "attachment_not_there": _("The text refers to an attachment that is not there."),
    "number_jumps": _("The number does not follow the one before."),
    "other_typeface": _("Body type lacks this character; it will be printed in %(typeface)s."),
    "no_typeface": _("No typeface of this installation has this character."),
}


def sentence(finding: Finding) -> str:
    """Why a finding is one."""
    return str(SENTENCES[finding.code]) % finding.params
