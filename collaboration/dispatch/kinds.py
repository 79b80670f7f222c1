"""How a dispatch moves as a matter."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from collaboration.dispatch.models import Dispatch, State
from collaboration.matters.kinds import AllowedStep, Kind

STEPS: tuple[AllowedStep, ...] = (
    (State.DRAFT, State.SENT, True),
    (State.SENT, State.COMPLETE, False),
    (State.COMPLETE, State.SENT, False),
)


def titles(matters: Iterable[int]) -> Mapping[int, str]:
    """The titles of dispatches whose matters the caller may see."""
    found = Dispatch.objects.filter(pk__in=matters).values_list("pk", "title", "number")
    return {
        pk: f"{title}（{number}）" if number else title or gettext("Purged document") for pk, title, number in found
    }


DISPATCH = Kind(
    label=_("Dispatch"),
    steps=STEPS,
    titles=titles,
    url_name="dispatch:detail",
    step_labels={
        "receive": pgettext_lazy("step", "Receive an issued document"),
        "acknowledge": _("Acknowledge a filed document, or query it"),
        "answer_query": _("Answer a query on a filed document"),
    },
    state_labels=dict(State.choices),
)
