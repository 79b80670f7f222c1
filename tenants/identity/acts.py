"""The acts on accounts (on the person's own chain of the record) and on members (on the unit's)."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

ACCOUNT_ACTS = {
    "signed_in": Act(_("Signed in")),
    "signed_out": Act(_("Signed out")),
    "sign_in_refused": Act(_("A sign-in was refused")),
    "password_changed": Act(_("Changed the password")),
    "email_changed": Act(_("Changed the e-mail address")),
    "factor_added": Act(_("Added a second factor")),
    "factor_removed": Act(_("Removed a second factor")),
    "entered_site": Act(_("Entered the editing of a site")),
}
MEMBER_ACTS = {
    "invited": Act(_("Invited somebody")),
    "invitation_revoked": Act(_("Withdrew an invitation")),
    "joined": Act(_("Became a member")),
    "changed": Act(_("Changed a membership")),
    "clearance_changed": Act(_("Changed a clearance")),
    "ended": Act(_("Ended a membership")),
    "expired": Act(_("A membership expired")),
    "delegated": Act(_("Arranged that somebody stands in")),
    "delegation_ended": Act(_("Standing in ended")),
    "factors_reset": Act(_("Reset the second factor of a member")),
    "sessions_ended": Act(_("Ended the sessions of a member")),
}
