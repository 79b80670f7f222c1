"""What spaces built on requests add to the page of one: cards and buttons, registered in their ``ready()``."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise

from collaboration.assistance.models import AssistanceRequest

EVERY_KIND = ""


class Action(NamedTuple):
    """A button among what the person can do now; it leads to a page."""

    label: str | Promise
    url: str
    icon: str = ""
    is_primary: bool = False
    instead_of: str = ""  # the core's own button that it takes the place of, by its name in ACTIONS of the page


Panel = Callable[[HttpRequest, AssistanceRequest], str | None]
Actions = Callable[[HttpRequest, AssistanceRequest], Iterable[Action]]

_panels: dict[str, list[Panel]] = defaultdict(list)
_actions: dict[str, list[Actions]] = defaultdict(list)


def register(kind: str, panel: Panel) -> None:
    """Show a card, rendered, on the pages of requests of this kind; a panel that returns None shows nothing."""
    _panels[kind].append(panel)


def offer(kind: str, actions: Actions) -> None:
    """Show buttons on the pages of requests of this kind; the callable asks its own rules."""
    _actions[kind].append(actions)


def panels_of(request: HttpRequest, asked: AssistanceRequest) -> list[str]:
    """The cards for the acting person, in the order in which they were registered."""
    kind = asked.kind_version.kind_id
    return [shown for panel in [*_panels[EVERY_KIND], *_panels[kind]] if (shown := panel(request, asked))]


def actions_of(request: HttpRequest, asked: AssistanceRequest) -> list[Action]:
    """The buttons for the acting person."""
    kind = asked.kind_version.kind_id
    return [one for actions in [*_actions[EVERY_KIND], *_actions[kind]] for one in actions(request, asked)]
