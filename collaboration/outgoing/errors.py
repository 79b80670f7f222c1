"""Why a message could not be handed over."""


class Undelivered(Exception):
    """The message was not taken. The words are for the person concerned and the log, never the message itself."""


class TryLater(Undelivered):
    """Not now; the same message may be taken later."""


class Refused(Undelivered):
    """Never for this address."""


class Unreachable(Undelivered):
    """Nobody answers there at all: other messages on this way need not be tried now."""
