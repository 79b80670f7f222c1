"""What may be recorded of a letter, in the words of its timeline."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

KIND = "letter"
CARRY_ON = "collaboration.letters.tasks.carry_on"
ACTS = {
    "created": Act(_("Letter drafted")),
    "saved": Act(_("Draft saved")),
    "submitted": Act(_("Submitted for the signature")),
    "returned": Act(_("Returned by the signatory")),
    "signed": Act(_("Signed and numbered"), task=CARRY_ON),
    "seal_released": Act(_("Seal released"), task=CARRY_ON),
    "file_certified": Act(_("File typeset and certified by the portal")),
    "seal_put": Act(_("Seal applied")),
    "sealing_stopped": Act(_("Sealing stopped; the cause has to be resolved first")),
    "sealing_resumed": Act(_("Sealing resumed"), task=CARRY_ON),
    "sealed": Act(_("Sealed; ready to go out")),
    "ready": Act(_("File made; ready to go out")),
    "handed_over": Act(_("Handed over to the other side")),
    "cancelled": Act(_("Letter given up")),
}
PRACTICE = "letter_practice"
PRACTICE_ACTS = {
    "practice_set": Act(_("Set how requests of a kind go out")),
    "department_kept": Act(_("Department outside the portal entered or changed")),
    "department_ended": Act(_("Department outside the portal ended")),
}
