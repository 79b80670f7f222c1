"""Look for a check code in a stranger's file: in a sandbox, few at a time, never stored."""

import logging
import threading

from collaboration.sealing.check_codes import read_check_code
from tenants.jobs import sandbox

logger = logging.getLogger(__name__)
MODULE = "collaboration.sealing.find_code"
SECONDS = 2.0
MEMORY = 512 * 1024 * 1024
AT_ONCE = 2
PATIENCE = 2.0  # how long one waits for its turn before being told to come back

_turns = threading.BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many files are being looked at; come back in a moment."""


def find(data: bytes) -> str | None:
    """The code that the file names, or None, also when the file is too hard to read. Raises ``Busy``."""
    if not _turns.acquire(timeout=PATIENCE):
        raise Busy
    try:
        return read_check_code(sandbox.run(MODULE, data, seconds=SECONDS, memory=MEMORY).decode())
    except sandbox.SandboxError as error:
        logger.info("A file of %d bytes named no code: %s", len(data), type(error).__name__)
        return None
    finally:
        _turns.release()
