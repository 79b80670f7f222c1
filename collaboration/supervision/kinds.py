"""How a supervision slip moves as a matter."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.matters.kinds import AllowedStep, Kind
from collaboration.supervision.models import Slip, State

STEPS: tuple[AllowedStep, ...] = (
    (State.DRAFT, State.ISSUED, True),
    (State.DRAFT, State.DROPPED, True),
    (State.ISSUED, State.ANSWERED, False),
    (State.ANSWERED, State.ISSUED, True),
    (State.ISSUED, State.LIFTED, True),
    (State.ANSWERED, State.LIFTED, True),
)


def titles(matters: Iterable[int]) -> Mapping[int, str]:
    """Kind, number and addressee of slips whose matters the caller may see."""
    return {
        slip.pk: _("%(kind)s %(number)s to %(unit)s")
        % {"kind": slip.get_kind_display(), "number": slip, "unit": slip.unit.display_name}
        for slip in Slip.objects.filter(pk__in=matters).select_related("unit")
    }


SUPERVISION = Kind(
    label=gettext_lazy("Supervision slip"),
    steps=STEPS,
    titles=titles,
    url_name="supervision:slip",
    step_labels={
        "consider": gettext_lazy("Decide whether to supervise"),
        "feed_back": gettext_lazy("Give feedback on a supervision slip"),
        "check": gettext_lazy("Check the feedback; lift the supervision or send it back"),
    },
    state_labels=dict(State.choices),
)
