"""Whether a unit may say a word: every step in which a unit speaks to others asks here first."""

from django.utils.translation import gettext as _

from collaboration.approval.asked import Asked, asked
from collaboration.approval.house import in_house
from collaboration.approval.models import Step
from collaboration.errors import WorkflowError
from collaboration.matters.models import Matter
from tenants.identity.actor import Actor


class NotCleared(WorkflowError):
    """The unit's own chain for this word is not complete."""


def require(actor: Actor, matter: Matter, word: str) -> None:
    """Refuse a word that the unit's own chain has not let pass. A unit without a chain passes at once.

    Called inside the step, under the matter's lock. ``word`` is one that the matter's space has registered.
    """
    with in_house(actor):
        for found in asked(actor, matter, [word]):
            if not found.is_clear:
                raise NotCleared(_why(found))


def _why(found: Asked) -> str:
    if found.run is None:
        return _("Your unit's own approval precedes “%(word)s”: submit it under “In the house” first.") % {
            "word": found.label
        }
    if found.has_changed:
        return _("What was submitted for approval in the house was changed afterwards: submit it again.")
    steps = found.run.steps.filter(state=Step.State.WAITING)
    return _("The approval in your unit is not complete; it waits for: %(steps)s.") % {
        "steps": _(", ").join(who_takes(step) for step in steps)
    }


def who_takes(step: Step) -> str:
    """A step and who takes it, in words."""
    who = step.person_name or step.department_name
    return f"{step.get_kind_display()}（{who}）" if who else step.get_kind_display()
