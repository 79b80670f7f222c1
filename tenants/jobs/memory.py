"""Memory that a process no longer needs, and memory that it always needs."""

import ctypes
import gc


def give_back() -> None:
    """Return to the system what the last job freed; Python and the C library would keep it for the next one."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of the GNU library alone
    if trim is not None:
        trim(0)


def settle() -> None:
    """Tell the collector that what is loaded by now stays: looking through all of it takes a good part of a second."""
    gc.collect()
    gc.freeze()
