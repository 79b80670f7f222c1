"""What may be recorded of a transferred case, of filing cases with a province, and of what units negotiate."""

from django.utils.translation import gettext_lazy as _

from tenants.audit.acts import Act

FILE = "collaboration.transfers.tasks.file_case"
FILING = "case_filing"

OF_REQUESTS = {
    "accepted": Act(_("Accepted"), task=FILE),
    "handed_over": Act(_("Signed the hand-over list")),
    "taken_over": Act(_("Took over what was on the hand-over list")),
    "list_returned": Act(_("Sent the hand-over list back")),
    "case_verified": Act(_("Reported back: verified")),
    "case_filed": Act(_("Reported back: case opened")),
    "case_not_filed": Act(_("Reported back: case not opened")),
    "case_handled": Act(_("Reported back: handled")),
    "case_closed": Act(_("Reported back: case closed")),
    "dispute_linked": Act(_("Opened or joined a negotiation about this case")),
    "jurisdiction_settled": Act(_("Jurisdiction settled")),
    "coordination_concluded": Act(_("Coordination of the case concluded")),
}
OF_FILINGS = {
    "filed": Act(_("Filed for the record by the portal")),
    "acknowledged": Act(_("Filing acknowledged")),
    "queried": Act(_("Query on the filing")),
    "query_answered": Act(_("Query answered")),
}
COORDINATION = "coordination"
OF_COORDINATIONS = {
    "opened": Act(_("Opened; every unit is to state its position")),
    "case_linked": Act(_("Named a case that it is about")),
    "filing_proved": Act(_("Entered when the case was first opened, with proof")),
    "stated": Act(_("Position stated")),
    "carried_on": Act(_("No agreement; carried on to whoever decides")),
    "referral_proposed": Act(_("Named the competent organ; the other lead units are to join")),
    "referred": Act(_("Referred jointly to the competent organ")),
    "settled_agreed": Act(_("Settled: the units agreed")),
    "settled_designated": Act(_("Settled: the common superior designated")),
    "settled_agreed_by_leads": Act(_("Settled: the lead units agreed")),
    "settled_decided_outside": Act(_("Settled: the decision of the competent organ was registered")),
    "settled_concluded": Act(_("Coordination concluded")),
}
