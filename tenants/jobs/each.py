"""Work of one kind on many things, none of which waits for another."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")
logger = logging.getLogger(__name__)


def do_each(step: Callable[[Thing], object], things: Iterable[Thing]) -> int:
    """Take the step, a transaction of its own, with each thing; returns for how many there was something to do.

    What fails is logged and holds up no other; it comes again when the job does.
    """
    done = 0
    for thing in list(things):
        try:
            done += bool(step(thing))
        except Exception:  # whatever it is, the next thing is owed its step all the same
            logger.exception("%s failed with %s", step.__qualname__, getattr(thing, "pk", thing))
    return done
