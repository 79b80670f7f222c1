"""What people of a unit read for the acts of its approval; they stay in the unit's own record."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenants.audit.acts import Act

INTERNAL_ACTS = {
    "approval_submitted": _("Submitted for approval in the house"),
    "approval_waits": _("Your approval is asked for in the house"),
    "approval_agreed": _("Agreed in the house"),
    "approval_complete": _("The approval in the house is complete"),
    "approval_returned": _("Returned in the house with a reason"),
    "approval_handed_on": _("A step of the approval was handed on"),
    "approval_signer_added": _("A signer was added in the house"),
    "approval_substituted": _("A substitute was named for a step of the approval"),
    "approval_voided": _("The text was changed: agreements in the house are void"),
    "approval_withdrawn": _("The approval in the house was withdrawn"),
    "opinions_asked": _("Your internal opinion is asked for"),
    "opinion_noted": _("Internal opinion written"),
    "opinions_given": _("Internal opinion given"),
    "opinions_complete": _("All internal opinions have been given"),
    "opinion_taken_over": _("Internal opinion taken over into the unit's own"),
    "finding_recorded": _("Finding on a normative document recorded"),
}
UNIT_ACTS = {"chain_set": Act(pgettext_lazy("unit act", "Chain of approval set"))}
