"""Memory that a worker no longer needs."""

import ctypes
import gc


def give_back() -> None:
    """Return to the system what the last job freed; Python and the C library would keep it for the next one."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of the GNU library alone
    if trim is not None:
        trim(0)
