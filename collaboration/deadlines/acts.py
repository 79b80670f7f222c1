"""What may be recorded of the calendar, of a unit's own arrangements, and of the deadlines of any kind of matter."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

CALENDAR = "calendar"
CALENDAR_ACTS = {
    "days_set": Act(_("Days off and working days taken over")),
    "day_dropped": Act(_("A day went back to the computed calendar")),
}
LINE = "line"
LINE_ACTS = {
    "step_added": Act(_("Step of escalation added")),
    "step_removed": Act(_("Step of escalation removed")),
    "shift_added": Act(_("Shift added to the duty roster")),
    "shift_removed": Act(_("Shift taken off the duty roster")),
}
DEADLINE_ACTS = {
    "deadline_proposed": Act(_("Another deadline proposed")),
    "deadline_countered": Act(_("Answered with another deadline")),
    "deadline_extended": Act(_("Deadline changed by agreement")),
    "deadline_kept": Act(_("Request for another deadline declined")),
    "deadline_begun": Act(_("Accepted; the deadline runs from now")),
    "deadline_stands": Act(_("Deadline stands still until something is completed")),
    "deadline_goes_on": Act(_("Deadline runs again")),
    "deadline_warned": Act(_("Deadline draws near")),
    "deadline_missed": Act(_("Deadline missed")),
    "deadline_escalated": Act(_("Delay told further up")),
    "deadline_moved": Act(_("Deadline moved with the calendar")),
}
