"""Why a seal was not put on."""


class SealingRefused(Exception):
    """The file was left as it was."""


class StaleRevision(SealingRefused):
    """The file changed since the caller looked at it."""


class WrongKey(SealingRefused):
    """The key is not the one registered for the unit whose place this is."""


class NoPlace(SealingRefused):
    """The file has no free place for this unit's seal."""
