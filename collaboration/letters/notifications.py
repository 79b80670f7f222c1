"""Who hears of each step of a letter: those in its unit who act next, and at the end the other side."""

from collaboration.letters.models import Letter
from collaboration.notifications.models import Category
from collaboration.notifications.notify import Audience, notify
from tenants.identity.roles import Role

WRITERS = (Role.HANDLER,)


def _own(letter: Letter, act: str, roles: tuple[Role, ...]) -> None:
    notify(letter.matter, act, [Audience(letter.matter.drafting_unit, roles=roles)], category=Category.ACTION)


def submitted(letter: Letter) -> None:
    _own(letter, "submitted", (Role.SIGNATORY,))


def signed(letter: Letter) -> None:
    """The seal keeper is asked; where no seal is wanted, the writers hear that it is signed."""
    _own(letter, "signed", (Role.SEAL_KEEPER,) if letter.is_to_be_sealed else WRITERS)


def returned(letter: Letter) -> None:
    _own(letter, "returned", WRITERS)


def finished(letter: Letter, act: str) -> None:
    """It can go out now."""
    _own(letter, act, WRITERS)


def sealing_stopped(letter: Letter) -> None:
    _own(letter, "sealing_stopped", (Role.SEAL_KEEPER, Role.HANDLER))


def acknowledged(letter: Letter) -> None:
    """The asking unit got a letter that says its request has arrived; told on the request itself."""
    told = [Audience(letter.request.asking_unit, roles=WRITERS)]
    notify(letter.request.matter, "acknowledged", told, category=Category.PROGRESS)
