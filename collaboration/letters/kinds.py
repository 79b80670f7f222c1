"""How a letter moves as a matter: inside its unit until it is handed over."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from collaboration.letters.models import Letter, State
from collaboration.letters.models.letter import FINISHED, UNDER_WAY
from collaboration.matters.kinds import AllowedStep, Kind

STEPS: tuple[AllowedStep, ...] = (
    (State.DRAFT, State.SUBMITTED, True),
    (State.SUBMITTED, State.DRAFT, True),
    (State.SUBMITTED, State.SIGNED, True),
    (State.SIGNED, State.SEALING, True),
    (State.SEALING, State.SEALED, True),
    (State.SIGNED, State.READY, True),
    *((state, State.ISSUED, True) for state in FINISHED),
    *((state, State.CANCELLED, True) for state in (*UNDER_WAY, *FINISHED)),
)


def titles(matters: Iterable[int]) -> Mapping[int, str]:
    """The titles of letters whose matters the caller may see."""
    found = Letter.objects.filter(pk__in=matters).values_list("pk", "title")
    return {pk: title or gettext("Purged letter") for pk, title in found}


LETTER = Kind(
    label=_("Official letter"),
    steps=STEPS,
    titles=titles,
    url_name="letters:detail",
    step_labels={
        "submit_letter": _("Finish the letter and submit it"),
        "sign_letter": _("Sign the letter"),
        "release_letter_seal": _("Release the seal for the letter"),
        "hand_over": _("Send out the letter"),
    },
    state_labels=dict(State.choices),
)
ON_REQUESTS = {
    "outside_answer": _("Chase the department outside, and register its reply"),
    "outside_hand_over": _("Hand the case over to the police within 24 hours"),
    "outside_decision": _("Register whether the police opened a case"),
}
