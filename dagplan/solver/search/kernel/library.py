"""The compiled kernel: found, loaded once, and held against the Python that calls it; or why there is none.

``DAGPLAN_KERNEL`` is ``off``, or the path of another library.
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys
from functools import cache
from pathlib import Path
from typing import Literal

from .structures import STRUCTURE_SIZES

log = logging.getLogger(__name__)

VERSION = 1
"""The data layout that is spoken here, ``KERNEL_VERSION`` of ``kernel.h``."""
FILE = Path(__file__).with_name("_kernel.dll" if sys.platform == "win32" else "_kernel.so")
"""Where an installed library stands."""


@cache
def library() -> ctypes.CDLL | None:
    """The kernel; None where there is none to be used, which is logged once."""
    asked = os.environ.get("DAGPLAN_KERNEL")
    if asked == "off":
        log.info("The search is the one in Python: DAGPLAN_KERNEL is off")
        return None
    if not asked and not FILE.exists():
        log.info("The search is the one in Python: the kernel in C was not compiled when Dagplan was installed")
        return None
    try:
        return _loaded(asked or str(FILE))
    except OSError as error:
        log.warning("The search is the one in Python: the kernel in C can't be loaded: %s", error)
        return None


def engine() -> Literal["native", "python"]:
    """What searches: the kernel in C, or Python."""
    return "python" if library() is None else "native"


def _loaded(path: str) -> ctypes.CDLL:
    """A library that lays out its data as Python does here, else an OSError."""
    found = ctypes.CDLL(path)
    try:
        version = found.dagplan_kernel_version()
        sizes = tuple(found.dagplan_kernel_size(number) for number in range(len(STRUCTURE_SIZES)))
    except AttributeError as error:
        raise OSError(f"{path} is another library") from error
    if version != VERSION or sizes != STRUCTURE_SIZES:
        raise OSError(f"{path} is of another version of Dagplan")
    return found
