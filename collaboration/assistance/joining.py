"""Where spaces built on requests join the steps of the core: conditions before a step, consequences after it.

Both run inside the step, under the matter's lock and in its transaction. A condition refuses with a ``WorkflowError``;
it changes nothing, for pages ask it too.
"""

from collections import defaultdict
from collections.abc import Callable

from collaboration.assistance.models import AssistanceRequest
from collaboration.errors import WorkflowError
from tenants.identity.actor import Actor

STEPS = ("readdress", "send", "decide_level", "receive", "accept", "decline", "return", "forward", "split", "complete",
         "reply", "confirm", "ask_to_complete", "withdraw", "end")  # fmt: skip
Join = Callable[[Actor, AssistanceRequest], None]

Propose = Callable[[Actor, AssistanceRequest], dict[str, str]]

_proposals: dict[str, Propose] = {}
_before: dict[str, list[Join]] = defaultdict(list)
_after: dict[str, list[Join]] = defaultdict(list)


def before(step: str, condition: Join) -> None:
    """Hold every request against a condition before this step; the callable looks at the kind itself."""
    _before[_known(step)].append(condition)


def after(step: str, consequence: Join) -> None:
    """Let something follow this step, after everything the core does in it."""
    _after[_known(step)].append(consequence)


def propose(kind: str, answers: Propose) -> None:
    """Let the reply to requests of this kind begin with what the space knows already, by the names of the questions."""
    _proposals[kind] = answers


def proposed(actor: Actor, request: AssistanceRequest) -> dict[str, str]:
    """What the reply begins with."""
    kind = request.kind_version.kind_id
    return _proposals[kind](actor, request) if kind in _proposals else {}


def check(step: str, actor: Actor, request: AssistanceRequest) -> None:
    """Ask all conditions of the step."""
    for condition in _before[step]:
        condition(actor, request)


def held_back(step: str, actor: Actor, request: AssistanceRequest) -> str:
    """Why the step cannot be taken now, for the page that would offer it; nothing where nothing stands against it."""
    try:
        check(step, actor, request)
    except WorkflowError as error:
        return str(error)
    return ""


def follow(step: str, actor: Actor, request: AssistanceRequest) -> None:
    """Let all consequences of the step happen."""
    for consequence in _after[step]:
        consequence(actor, request)


def _known(step: str) -> str:
    if step not in STEPS:
        raise ValueError(f"a request has no step {step!r}")
    return step
