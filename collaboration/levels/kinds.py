"""How a level decision moves as a matter."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collaboration.levels.models import Decision, State
from collaboration.matters.kinds import AllowedStep, Kind

STEPS: tuple[AllowedStep, ...] = (
    (State.DRAFT, State.WAITING, True),
    (State.WAITING, State.APPROVED, False),
    (State.WAITING, State.REDIRECTED, False),
    (State.WAITING, State.REFUSED, False),
    (State.WAITING, State.WITHDRAWN, True),
)


def titles(matters: Iterable[int]) -> Mapping[int, str]:
    """What is to go to which unit."""
    found = Decision.objects.filter(pk__in=matters).select_related("unit")
    words = _("Across levels to %(unit)s: %(subject)s")
    return {one.pk: words % {"unit": one.unit.display_name, "subject": one.subject or _("Purged")} for one in found}


LEVEL_DECISION = Kind(
    label=gettext_lazy("Level decision"),
    steps=STEPS,
    titles=titles,
    url_name="levels:decision",
    step_labels={"decide_level": gettext_lazy("Decide across levels")},
    state_labels=dict(State.choices),
)
