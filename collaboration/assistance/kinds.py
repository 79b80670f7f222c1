"""How a request moves as a matter: every change of state the database allows, and what waits in between."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.matters.kinds import AllowedStep, Kind

BY_ASKING_UNIT, BY_THE_OTHER = True, False
STEPS: tuple[AllowedStep, ...] = (
    (Status.DRAFT, Status.SENT, BY_ASKING_UNIT),
    (Status.DRAFT, Status.LEVEL_DECISION, BY_ASKING_UNIT),
    (Status.LEVEL_DECISION, Status.SENT, BY_THE_OTHER),
    (Status.LEVEL_DECISION, Status.DECLINED, BY_THE_OTHER),
    (Status.SENT, Status.RECEIVED, BY_THE_OTHER),
    (Status.RECEIVED, Status.ACCEPTED, BY_THE_OTHER),
    (Status.RECEIVED, Status.DECLINED, BY_THE_OTHER),
    (Status.RECEIVED, Status.RETURNED, BY_THE_OTHER),
    (Status.RECEIVED, Status.SENT, BY_THE_OTHER),
    (Status.RETURNED, Status.RECEIVED, BY_ASKING_UNIT),
    (Status.ACCEPTED, Status.ANSWERED, BY_THE_OTHER),
    (Status.ANSWERED, Status.ACCEPTED, BY_ASKING_UNIT),
    (Status.ANSWERED, Status.CLOSED, BY_ASKING_UNIT),
    (Status.ACCEPTED, Status.ENDED, BY_ASKING_UNIT),
    *(
        (state, Status.WITHDRAWN, BY_ASKING_UNIT)
        for state in (Status.DRAFT, Status.LEVEL_DECISION, Status.SENT, Status.RECEIVED, Status.RETURNED)
    ),
)
STEP_LABELS = {
    "send": _("Finish the request and send it"),
    "decide_level": _("Decide across levels"),
    "receive": _("Receive the request"),
    "accept": _("Accept the request, or say why not"),
    "complete": _("Complete the request"),
    "reply": _("Reply to the request"),
    "answer_question": _("Answer a question on the request"),
    "confirm": _("Confirm the reply, or ask to complete it"),
}


def titles(matters: Iterable[int]) -> Mapping[int, str]:
    """The titles of requests whose matters the caller may see."""
    found = AssistanceRequest.objects.filter(pk__in=matters).values_list("pk", "title")
    return {pk: title or gettext("Purged request") for pk, title in found}


ASSISTANCE = Kind(
    label=_("Assistance request"),
    steps=STEPS,
    titles=titles,
    url_name="assistance:detail",
    step_labels=STEP_LABELS,
    state_labels=dict(Status.choices),
)
