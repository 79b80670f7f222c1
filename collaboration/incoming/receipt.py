"""What follows from the receipt of a matter in the space it belongs to."""

from collections.abc import Callable

from collaboration.matters.models import Matter
from tenants.identity.actor import Actor

follows: dict[str, Callable[[Actor, Matter], None]] = {}  # by kind of matter; registered in ready()
