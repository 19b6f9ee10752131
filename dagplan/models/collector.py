"""Python's collector of reference cycles, paused while much is built.

A request is a tree: its parts are let go one by one, without the collector, which looks through all of them again
and again while they are made. On a region's week that took three quarters of the time of reading.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MUCH = 100_000
"""Objects; fewer are looked through in some milliseconds."""
_AGED_AT_MOST = 2_000_000
"""Objects that may be counted as old before all are looked through once."""
_aged = 0


@contextmanager
def collector_paused() -> Iterator[None]:
    """Collect no cycles while the block runs; whoever finds the collector running sets it going again.

    Much that was built counts as old at once, or it would be looked through three times more. Python would then
    never look through what is old: now and then that is done here, or a process that reads for days would grow.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            _age(gc.get_count()[0])
            gc.enable()


def _age(built: int) -> None:
    """Count all there is as old where much was built, unless somebody froze objects, which would be let loose."""
    global _aged  # noqa: PLW0603 - the collector is one for the process
    if built < _MUCH or gc.get_freeze_count():
        return
    gc.freeze()
    gc.unfreeze()
    _aged += built
    if _aged > _AGED_AT_MOST:
        _aged = 0
        gc.collect()
