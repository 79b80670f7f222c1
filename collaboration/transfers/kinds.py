"""How a filing moves as a matter, and what waits on a transferred case."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from collaboration.matters.kinds import AllowedStep, Kind
from collaboration.transfers.models import Coordination, CoordinationState, Filing, FilingState

ON_REQUESTS = {
    "hand_over": _("Sign the hand-over list of the case"),
    "take_over": _("Check what was handed over, and sign for it"),
    "report_verified": _("Report back: verification of the case"),
    "report_decided": _("Report back: whether a case was opened"),
    "report_handled": _("Report back: how the case was handled"),
    "report_closed": _("Report back: closing of the case"),
}
FILING_STEPS: tuple[AllowedStep, ...] = (
    (FilingState.OPEN, FilingState.ACKNOWLEDGED, False),
    (FilingState.OPEN, FilingState.QUERIED, False),
    (FilingState.ACKNOWLEDGED, FilingState.QUERIED, False),
    (FilingState.QUERIED, FilingState.OPEN, False),
    (FilingState.QUERIED, FilingState.ACKNOWLEDGED, False),
)


def titles_of_filings(matters: Iterable[int]) -> Mapping[int, str]:
    """The titles of filings whose matters the caller may see."""
    found = Filing.objects.filter(pk__in=matters).values_list("pk", "title")
    return {pk: title or gettext("Purged request") for pk, title in found}


FILING = Kind(
    label=_("Case filed with the province"),
    steps=FILING_STEPS,
    titles=titles_of_filings,
    url_name="transfers:filing",
    step_labels={
        "acknowledge": pgettext_lazy("filed case", "Acknowledge a filed case, or query it"),
        "answer_query": _("Answer a query on a filed case"),
    },
    state_labels=dict(FilingState.choices),
)

_Talk = CoordinationState
COORDINATION_STEPS: tuple[AllowedStep, ...] = (
    (_Talk.DRAFT, _Talk.OPEN, True),
    (_Talk.OPEN, _Talk.SETTLED, False),
    (_Talk.OPEN, _Talk.WITH_SUPERIOR, False),
    (_Talk.OPEN, _Talk.WITH_LEADS, False),
    (_Talk.WITH_SUPERIOR, _Talk.SETTLED, False),
    (_Talk.WITH_LEADS, _Talk.SETTLED, False),
    (_Talk.WITH_LEADS, _Talk.REFERRED, False),
    (_Talk.REFERRED, _Talk.SETTLED, False),
)


def titles_of_coordinations(matters: Iterable[int]) -> Mapping[int, str]:
    """The subjects of exchanges whose matters the caller may see."""
    found = Coordination.objects.filter(pk__in=matters).values_list("pk", "subject")
    return {pk: subject or gettext("Purged") for pk, subject in found}


COORDINATION = Kind(
    label=_("Coordination or jurisdiction"),
    steps=COORDINATION_STEPS,
    titles=titles_of_coordinations,
    url_name="transfers:coordination",
    step_labels={
        "state": _("State your unit's position"),
        "carry_on": _("No agreement: go on negotiating, or carry it on"),
        "conclude": _("Conclude the coordination of the case"),
        "refer": _("Join the referral to the competent organ, or name another"),
        "designate": _("Designate the unit that handles the case"),
        "register_decision": _("Register the decision of the competent organ"),
    },
    state_labels=dict(CoordinationState.choices),
)
