"""What may be recorded of a joint document, in the words of its timeline."""

from django.utils.translation import gettext_lazy as _

from collaboration.consultation.acts import CONSULTATION_ACTS
from collaboration.incoming.acts import SHARED_ACTS
from tenants.audit.acts import Act

KIND = "document"
SEAL = "collaboration.documents.tasks.seal"
SIGN_EVIDENCE = "collaboration.documents.tasks.sign_evidence"
LOOK = "collaboration.documents.tasks.look_after_registered"
PUBLIC_VERSION = "collaboration.documents.tasks.typeset_public_version"
PUBLISH = "collaboration.documents.tasks.publish_agreed"

ACTS = {
    "created": Act(_("Draft created")),
    "version_saved": Act(_("New version saved")),
    "normative_set": Act(_("Marked as a normative document")),
    "normative_unset": Act(_("No longer marked as a normative document")),
    "legality_reviewed": Act(_("Legality review recorded")),
    "deliberated": Act(_("Collective deliberation recorded")),
    "consultation_exempted": Act(_("Exempted from public consultation")),
    "units_invited": Act(_("Units chosen to take part")),
    "invitation_withdrawn": Act(_("Invitation withdrawn")),
    "unit_left_out": Act(_("A closed unit was removed")),
    **SHARED_ACTS,
    "round_opened": Act(_("Opinions solicited")),
    "answered": Act(_("Answered the round")),
    "answered_last": Act(_("Answered the round as the last unit; the round closed")),
    "declined": Act(_("Declined to take part")),
    "declined_last": Act(_("Declined to take part; all other units had answered and the round closed")),
    "round_closed": Act(_("Round of opinions closed")),
    "round_closed_early": Act(_("Round of opinions closed before its deadline")),
    "round_ran_out": Act(_("Round of opinions closed by the portal after its deadline")),
    "opinion_decided": Act(_("Decided on an opinion")),
    "opinion_placed": Act(_("Placed an opinion again in the text")),
    "opinion_confirmed": Act(_("Agreed that its opinion is not adopted")),
    "opinion_maintained": Act(_("Maintains an opinion that was not adopted")),
    **CONSULTATION_ACTS,
    "text_fixed": Act(_("Finalised")),
    "text_reopened": Act(_("Text reopened for changes")),
    "countersigning_started": Act(_("Countersigning started")),
    "countersigned": Act(_("Countersigned")),
    "signed": Act(_("Countersigned as the last unit; the document is signed")),
    "countersigned_turn": Act(_("Countersigned; the units next in turn are asked")),
    "countersigned_on_paper": Act(_("Countersigned on paper")),
    "countersigned_on_paper_turn": Act(_("Countersigned on paper; the units next in turn are asked")),
    "countersigned_on_paper_last": Act(_("Countersigned on paper as the last unit; the document is signed")),
    "abstained": Act(_("Abstained")),
    "abstained_turn": Act(_("Abstained; the units next in turn are asked")),
    "abstained_last": Act(_("Abstained as the last unit asked; the document is signed")),
    "signature_withdrawn": Act(_("Took its signature back")),
    "sheet_uploaded": Act(_("Uploaded the sheet signed on paper")),
    "recalled": Act(_("Took the text back; the signatures given are void")),
    "returned": Act(_("Returned the text; the signatures given are void")),
    "numbered": Act(_("Numbered and sent to be sealed"), task=SEAL),
    "sealing_started": Act(_("Sent to be sealed"), task=SEAL),
    "file_certified": Act(_("File typeset and certified by the portal")),
    "seal_released": Act(_("Seal released"), task=SEAL),
    "seal_released_as_authorised": Act(_("Seal released under a standing authorisation")),
    "seal_put": Act(_("Seal applied")),
    "sealing_stopped": Act(_("Sealing stopped; the cause has to be resolved first")),
    "sealing_resumed": Act(_("Sealing resumed"), task=SEAL),
    "sealed": Act(_("All seals applied; the file is closed")),
    "registered": Act(_("Registered a document signed before the portal")),
    "registration_changed": Act(_("Changed the registration")),
    "registration_confirmed": Act(
        _("Confirmed the registration: the document was signed before the portal"), task=LOOK
    ),
    "registration_agreed": Act(_("Confirmed that it signed this document before the portal")),
    "registration_objected": Act(_("Objected to the registration")),
    "evidence_requested": Act(_("Evidence bundle asked for"), task=SIGN_EVIDENCE),
    "evidence_signed": Act(_("Evidence bundle signed by the portal")),
    "originals_kept": Act(_("Every signing unit keeps an original in its own archive")),
    "issued": Act(_("Issued to its recipients")),
    "issued_further": Act(_("Issued to further recipients")),
    "disclosure_decided": Act(_("Decided on disclosure")),
    "secrecy_reviewed": Act(_("Reviewed for secrets")),
    "risk_assessed": Act(_("Assessed the risk of publication")),
    "public_version_made": Act(_("Blacked out words for the public version"), task=PUBLIC_VERSION),
    "public_version_dropped": Act(_("Gave up the public version: the public will read everything")),
    "publication_planned": Act(_("Planned publication")),
    "publication_plan_cancelled": Act(_("Cancelled the planned publication")),
    "publication_agreed": Act(_("Agreed to publication")),
    "publication_agreed_last": Act(_("Agreed to publication as the last unit"), task=PUBLISH),
    "publication_refused": Act(_("Did not agree to publication")),
    "published": Act(_("Published")),
    "taken_down": Act(_("Taken off all sites")),
    "put_back": Act(_("Put back on all sites")),
    "validity_noted": Act(_("Validity noted")),
    "expired": Act(_("Expired on its date")),
    "text_consolidated": Act(_("Consolidated text published")),
    "interpreted": Act(_("Interpretation published")),
    "particulars_corrected": Act(_("Particulars corrected")),
    "cancelled": Act(_("Matter cancelled")),
}
POLICY = "countersigning_policy"
POLICY_ACTS = {
    "abstaining_allowed": Act(_("Units may abstain from now on")),
    "abstaining_forbidden": Act(_("Units may no longer abstain")),
}
