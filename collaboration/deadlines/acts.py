"""What may be recorded of the calendar."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

CALENDAR = "calendar"
CALENDAR_ACTS = {
    "days_set": Act(_("Days off and working days taken over")),
    "day_dropped": Act(_("A day went back to the computed calendar")),
}
