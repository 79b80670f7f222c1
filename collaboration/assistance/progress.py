"""How far a request is, as the bar above it shows."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from collaboration.assistance.catalogue.addressees import Way, way_between
from collaboration.assistance.models import AssistanceRequest, Status
from collaboration.assistance.models.request import OVER


class Stage(NamedTuple):
    """One stage of the bar; ``state`` is done, now, stopped or empty."""

    label: str
    state: str
    note: str = ""


ORDER = (Status.DRAFT, Status.LEVEL_DECISION, Status.SENT, Status.RECEIVED, Status.ACCEPTED, Status.ANSWERED,
         Status.CLOSED)  # fmt: skip
BACK = {Status.RETURNED: Status.RECEIVED}


def stages(asked: AssistanceRequest) -> list[Stage]:
    """The stages this request goes through, and where it stands."""
    crosses = way_between(asked.asking_unit, asked.addressee) == Way.DECISION
    order = [one for one in ORDER if one != Status.LEVEL_DECISION or crosses or asked.status == one]
    labels = {
        Status.DRAFT: _("Write"), Status.LEVEL_DECISION: _("Superior decides"), Status.SENT: _("Receive"),
        Status.RECEIVED: _("Accept"), Status.ACCEPTED: _("Handle"), Status.ANSWERED: _("Confirm"),
        Status.CLOSED: _("Closed"),
    }  # fmt: skip
    status = asked.status
    stands = BACK.get(status, status)
    if stands not in order:  # it ended before its end
        return [Stage(labels[one], "", "") for one in order[:-1]] + [Stage(str(status.label), "stopped")]
    here = order.index(stands)
    words = "" if status == stands else str(status.label)
    return [
        Stage(labels[one], "done" if place < here or status in OVER else "now" if place == here else "",
              words if place == here else "")
        for place, one in enumerate(order)
    ]  # fmt: skip
