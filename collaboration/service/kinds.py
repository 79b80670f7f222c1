"""How a service moves as a matter."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.matters.kinds import AllowedStep, Kind
from collaboration.service.models import Service, State

BY_SERVING_UNIT, BY_EITHER = True, False
STEPS: tuple[AllowedStep, ...] = (
    (State.DRAFT, State.SERVING, BY_SERVING_UNIT),
    (State.SERVING, State.SEALING, BY_SERVING_UNIT),
    (State.SEALING, State.SERVING, BY_SERVING_UNIT),
    (State.SEALING, State.SEALED, BY_SERVING_UNIT),
    (State.SERVING, State.ENDED, BY_EITHER),
)


def titles(matters: Iterable[int]) -> Mapping[int, str]:
    """The requests they are for."""
    found = Service.objects.filter(pk__in=matters).values_list("pk", "request__title")
    words = gettext("Document service: %(title)s")
    return {pk: words % {"title": title or gettext("Purged")} for pk, title in found}


SERVICE = Kind(
    label=_("Document service"),
    steps=STEPS,
    titles=titles,
    url_name="service:detail",
    step_labels={
        "serve": _("Serve the paper, or state that it cannot be served"),
        "release_seal": _("Release the seal for the proof of service"),
    },
    state_labels=dict(State.choices),
)
