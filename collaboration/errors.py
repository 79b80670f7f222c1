"""Refusals that people may read. Anything else that goes wrong stays an error of ours."""


class WorkflowError(Exception):
    """A step was not taken; the text says why, in words for the person who tried.

    ``field`` names which of the things that were entered is at fault, where it is one of them.
    """

    def __init__(self, words: object = "", *, field: str = "") -> None:
        super().__init__(words)
        self.field = field


class NotAllowed(WorkflowError):
    """This person, or this unit, may not do it."""


class WrongState(WorkflowError):
    """It is no longer, or not yet, time for this step."""


class Stale(WorkflowError):
    """Somebody else changed it meanwhile; nothing was overwritten."""
