"""What may be recorded of a public consultation; every kind of matter that asks the public registers these."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

CONSULTATION_ACTS = {
    "consultation_opened": Act(_("Asked the public for its opinion")),
    "consultation_closed": Act(_("Public consultation closed")),
    "public_opinion_handled": Act(_("Decided on an opinion of the public")),
    "public_contact_seen": Act(_("Looked at the contact of a person who gave an opinion")),
    "consultation_reported": Act(_("Published the outcome of the public consultation")),
}
