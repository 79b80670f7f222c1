"""What follows from the receipt of a matter in the space it belongs to."""

from collections.abc import Callable

from collaboration.matters.models import Matter
from collaboration.notifications.notify import Audience
from tenants.identity.actor import Actor

# By kind of matter, registered in ready(): takes the space's part of the step and says who hears of the receipt.
follows: dict[str, Callable[[Actor, Matter], list[Audience]]] = {}
